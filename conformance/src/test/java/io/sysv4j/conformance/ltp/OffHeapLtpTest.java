package io.sysv4j.conformance.ltp;

import static io.sysv4j.conformance.harness.Provider.OFFHEAP;

import org.junit.jupiter.api.Nested;

/** Mapped files pass. */
class OffHeapLtpTest {
  @Nested
  class Semget extends LtpSemget {
    Semget() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Semop extends LtpSemop {
    Semop() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Semctl01 extends LtpSemctl01 {
    Semctl01() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Semctl extends LtpSemctl {
    Semctl() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Shmget extends LtpShmget {
    Shmget() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Shmat extends LtpShmat {
    Shmat() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Shmctl extends LtpShmctl {
    Shmctl() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Namespaces extends LtpNamespaces {
    Namespaces() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Mem extends LtpMem {
    Mem() {
      super(OFFHEAP);
    }
  }
}
