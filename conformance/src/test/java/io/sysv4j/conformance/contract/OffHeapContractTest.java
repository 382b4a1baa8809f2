package io.sysv4j.conformance.contract;

import static io.sysv4j.conformance.harness.Provider.OFFHEAP;

import org.junit.jupiter.api.Nested;

/** Mapped files keep the contract. */
class OffHeapContractTest {
  @Nested
  class Semget extends SemgetContract {
    Semget() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Id extends IdContract {
    Id() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Semop extends SemopContract {
    Semop() {
      super(OFFHEAP);
    }
  }

  @Nested
  class SemopErrno extends SemopErrnoContract {
    SemopErrno() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Stamp extends StampContract {
    Stamp() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Sleep extends SleepContract {
    Sleep() {
      super(OFFHEAP);
    }
  }

  @Nested
  class HandOver extends HandOverContract {
    HandOver() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Count extends CountContract {
    Count() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Timeout extends TimeoutContract {
    Timeout() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Interrupt extends InterruptContract {
    Interrupt() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Async extends AsyncContract {
    Async() {
      super(OFFHEAP);
    }
  }

  @Nested
  class VirtualThread extends VirtualThreadContract {
    VirtualThread() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Undo extends UndoContract {
    Undo() {
      super(OFFHEAP);
    }
  }

  @Nested
  class UndoForgotten extends UndoForgottenContract {
    UndoForgotten() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Semctl extends SemctlContract {
    Semctl() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Command extends CommandContract {
    Command() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Rmid extends RmidContract {
    Rmid() {
      super(OFFHEAP);
    }
  }

  @Nested
  class OwnMode extends OwnModeContract {
    OwnMode() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Permission extends PermissionContract {
    Permission() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Limits extends LimitsContract {
    Limits() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Shmget extends ShmgetContract {
    Shmget() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Shmat extends ShmatContract {
    Shmat() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Nattch extends NattchContract {
    Nattch() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Shmctl extends ShmctlContract {
    Shmctl() {
      super(OFFHEAP);
    }
  }

  @Nested
  class ShmPermission extends ShmPermissionContract {
    ShmPermission() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Message extends MessageContract {
    Message() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Close extends CloseContract {
    Close() {
      super(OFFHEAP);
    }
  }

  @Nested
  class Difference extends DifferenceContract {
    Difference() {
      super(OFFHEAP);
    }
  }
}
