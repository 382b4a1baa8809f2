package io.sysv4j.conformance.contract;

import static io.sysv4j.conformance.harness.Provider.KERNEL;

import org.junit.jupiter.api.Nested;

/** The machine's own System V IPC keeps the contract: so the contract tells the truth. */
class KernelContractTest {
  @Nested
  class Semget extends SemgetContract {
    Semget() {
      super(KERNEL);
    }
  }

  @Nested
  class Id extends IdContract {
    Id() {
      super(KERNEL);
    }
  }

  @Nested
  class Semop extends SemopContract {
    Semop() {
      super(KERNEL);
    }
  }

  @Nested
  class SemopErrno extends SemopErrnoContract {
    SemopErrno() {
      super(KERNEL);
    }
  }

  @Nested
  class Stamp extends StampContract {
    Stamp() {
      super(KERNEL);
    }
  }

  @Nested
  class Sleep extends SleepContract {
    Sleep() {
      super(KERNEL);
    }
  }

  @Nested
  class HandOver extends HandOverContract {
    HandOver() {
      super(KERNEL);
    }
  }

  @Nested
  class Count extends CountContract {
    Count() {
      super(KERNEL);
    }
  }

  @Nested
  class Timeout extends TimeoutContract {
    Timeout() {
      super(KERNEL);
    }
  }

  @Nested
  class Interrupt extends InterruptContract {
    Interrupt() {
      super(KERNEL);
    }
  }

  @Nested
  class Async extends AsyncContract {
    Async() {
      super(KERNEL);
    }
  }

  @Nested
  class VirtualThread extends VirtualThreadContract {
    VirtualThread() {
      super(KERNEL);
    }
  }

  @Nested
  class Undo extends UndoContract {
    Undo() {
      super(KERNEL);
    }
  }

  @Nested
  class UndoForgotten extends UndoForgottenContract {
    UndoForgotten() {
      super(KERNEL);
    }
  }

  @Nested
  class Semctl extends SemctlContract {
    Semctl() {
      super(KERNEL);
    }
  }

  @Nested
  class Command extends CommandContract {
    Command() {
      super(KERNEL);
    }
  }

  @Nested
  class Rmid extends RmidContract {
    Rmid() {
      super(KERNEL);
    }
  }

  @Nested
  class OwnMode extends OwnModeContract {
    OwnMode() {
      super(KERNEL);
    }
  }

  @Nested
  class Permission extends PermissionContract {
    Permission() {
      super(KERNEL);
    }
  }

  @Nested
  class Limits extends LimitsContract {
    Limits() {
      super(KERNEL);
    }
  }

  @Nested
  class Shmget extends ShmgetContract {
    Shmget() {
      super(KERNEL);
    }
  }

  @Nested
  class Shmat extends ShmatContract {
    Shmat() {
      super(KERNEL);
    }
  }

  @Nested
  class Nattch extends NattchContract {
    Nattch() {
      super(KERNEL);
    }
  }

  @Nested
  class Shmctl extends ShmctlContract {
    Shmctl() {
      super(KERNEL);
    }
  }

  @Nested
  class ShmPermission extends ShmPermissionContract {
    ShmPermission() {
      super(KERNEL);
    }
  }

  @Nested
  class Message extends MessageContract {
    Message() {
      super(KERNEL);
    }
  }

  @Nested
  class Close extends CloseContract {
    Close() {
      super(KERNEL);
    }
  }

  @Nested
  class Difference extends DifferenceContract {
    Difference() {
      super(KERNEL);
    }
  }
}
