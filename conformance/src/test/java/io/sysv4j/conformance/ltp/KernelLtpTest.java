package io.sysv4j.conformance.ltp;

import static io.sysv4j.conformance.harness.Provider.KERNEL;

import org.junit.jupiter.api.Nested;

/** The machine's own System V IPC passes: so the cases were understood. */
class KernelLtpTest {
  @Nested
  class Semget extends LtpSemget {
    Semget() {
      super(KERNEL);
    }
  }

  @Nested
  class Semop extends LtpSemop {
    Semop() {
      super(KERNEL);
    }
  }

  @Nested
  class Semctl01 extends LtpSemctl01 {
    Semctl01() {
      super(KERNEL);
    }
  }

  @Nested
  class Semctl extends LtpSemctl {
    Semctl() {
      super(KERNEL);
    }
  }

  @Nested
  class Shmget extends LtpShmget {
    Shmget() {
      super(KERNEL);
    }
  }

  @Nested
  class Shmat extends LtpShmat {
    Shmat() {
      super(KERNEL);
    }
  }

  @Nested
  class Shmctl extends LtpShmctl {
    Shmctl() {
      super(KERNEL);
    }
  }

  @Nested
  class Namespaces extends LtpNamespaces {
    Namespaces() {
      super(KERNEL);
    }
  }

  @Nested
  class Mem extends LtpMem {
    Mem() {
      super(KERNEL);
    }
  }
}
