package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.SharedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Attaches and detaches the segments that all share, and makes, attaches and removes segments of
 * its own.
 */
final class SegmentPlay extends Play {
  private static final int MANY = 6;
  private static final int RARITY = 12;
  private static final Set<Errno> EXPECTED = Set.of(Errno.ENOSPC, Errno.EBUSY);

  private record Held(SharedMemory memory, int segment) {}

  private final List<Held> held = new ArrayList<>();

  SegmentPlay(Part part) {
    super(part, Ledger.SEGMENTS, RARITY);
  }

  @Override
  void step() {
    if (random.nextInt(6) == 0) {
      comeAndGo();
    } else if (held.isEmpty() || held.size() < MANY && random.nextBoolean()) {
      attach();
    } else {
      detach(held.remove(random.nextInt(held.size())));
    }
    java.util.concurrent.locks.LockSupport.parkNanos(50_000);
  }

  private void attach() {
    int segment = random.nextInt(Board.SEGMENTS);
    slot().next()[Board.ATTACHES + segment]++;
    slot().begin();
    ledger.did(Deed.SHMAT);
    int flags = random.nextBoolean() ? Ipc.SHM_RDONLY : 0;
    try {
      held.add(new Held(engine.shm().shmat(board.segment(segment), 0, flags), segment));
      slot().end(true);
    } catch (IpcException e) {
      slot().end(false);
      expect(e, EXPECTED);
    }
  }

  private void detach(Held one) {
    slot().next()[Board.ATTACHES + one.segment]--;
    slot().begin();
    ledger.did(Deed.SHMDT);
    try {
      if (random.nextBoolean()) {
        one.memory.close();
      } else {
        engine.shm().shmdt(one.memory.address());
      }
      slot().end(true);
    } catch (IpcException e) {
      slot().end(false);
      expect(e, EXPECTED);
      held.add(one);
    }
  }

  private void comeAndGo() {
    try {
      ledger.did(Deed.SEGMENT);
      int shmid = engine.shm().shmget(Ipc.IPC_PRIVATE, Board.PAGE, 0600);
      try (SharedMemory memory = engine.shm().shmat(shmid, 0, 0)) {
        memory.buffer().putLong(0, random.nextLong());
        engine.shm().remove(shmid);
        if ((engine.shm().stat(shmid).perm().mode() & Ipc.SHM_DEST) == 0) {
          complain(new AssertionError("segment " + shmid + " is removed without a mark"));
        }
      }
    } catch (IpcException e) {
      expect(e, EXPECTED);
    }
  }
}
