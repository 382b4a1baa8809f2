package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;
import java.time.Duration;
import java.util.Set;

/**
 * Plays with sets that come and go: anyone makes them, sleeps in them, sets their values, removes
 * them. What a value is nobody can tell; but whoever sleeps in a set that is removed, or for what
 * could be done, has been forgotten.
 */
final class FlickerPlay extends Play {
  private static final int SEMS = 3;
  private static final int RARITY = 4;
  private static final Set<Errno> EXPECTED =
      Set.of(
          Errno.EAGAIN,
          Errno.EINTR,
          Errno.EINVAL,
          Errno.EIDRM,
          Errno.ERANGE,
          Errno.ENOENT,
          Errno.EBUSY);

  FlickerPlay(Part part) {
    super(part, Ledger.FLICKER, RARITY);
  }

  @Override
  void afterMishap() {
    if (slot().isPending()) {
      slot().end(false); // nobody counts here
    }
  }

  @Override
  void step() {
    try {
      int key = Board.FLICKER_KEY + random.nextInt(Board.FLICKERS);
      ledger.did(Deed.SEMGET);
      int semid = engine.semctl().semget(key, SEMS, Ipc.IPC_CREAT | 0600);
      int times = 1 + random.nextInt(30);
      for (int i = 0; i < times && ledger.command() == Ledger.PLAY; i++) {
        play(semid);
      }
      if (random.nextInt(3) == 0) {
        ledger.did(Deed.IPC_RMID);
        engine.semctl().remove(semid);
      }
    } catch (IpcException e) {
      expect(e, EXPECTED);
    }
  }

  private void play(int semid) {
    int sem = random.nextInt(SEMS);
    switch (random.nextInt(12)) {
      case 0:
        ledger.did(Deed.SETVAL);
        engine.semctl().setVal(semid, sem, random.nextInt(3));
        break;
      case 1:
        ledger.did(Deed.SETALL);
        engine.semctl().setAll(semid, new int[] {0, random.nextInt(2), random.nextInt(3)});
        break;
      case 2:
        engine.semctl().getAll(semid);
        break;
      case 3:
        engine.semctl().stat(semid);
        break;
      default:
        operate(semid, sem);
    }
  }

  private void operate(int semid, int sem) {
    int count = 1 + random.nextInt(2);
    long[] packed = new long[count];
    Sembuf[] sops = new Sembuf[count];
    boolean undo = false;
    for (int i = 0; i < count; i++) {
      int flags = random.nextBoolean() ? Ipc.SEM_UNDO : 0;
      undo |= flags != 0;
      packed[i] = Packed.pack((sem + i) % SEMS, random.nextInt(4) - 1 - i, flags);
      sops[i] = Packed.unpack(packed[i]);
    }
    slot().next();
    slot().begin(semid, packed, count);
    try {
      int how = random.nextInt(10);
      Deed.tell(ledger, count, undo, how >= 4);
      Duration longest = Duration.ofNanos(how < 4 ? 0 : random.nextInt(10_000_000));
      engine.sem().semtimedop(semid, sops, how == 9 ? null : longest);
    } finally {
      slot().end(false);
    }
  }
}
