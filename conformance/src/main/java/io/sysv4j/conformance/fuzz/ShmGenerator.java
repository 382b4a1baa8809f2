package io.sysv4j.conformance.fuzz;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;

import io.sysv4j.Ipc;

/** Random calls on shared memory. */
final class ShmGenerator {
  private final Dice dice;
  private int segments;
  private int attaches;

  ShmGenerator(Dice dice) {
    this.dice = dice;
  }

  Call next() {
    if (segments == 0 || dice.percent(12)) {
      return shmget();
    }
    switch (dice.weighted(25, 18, 15, 15, 7, 6, 6, 3, 5)) {
      case 0:
        return shmat();
      case 1:
        return dice.percent(90)
            ? new Call(Kind.SHMDT, attach())
            : new Call(Kind.SHMDT_AT, dice.oneOf(0, 1, 4097, 8192, -4096));
      case 2:
        return dice.percent(50)
            ? new Call(Kind.POKE, attach(), offset(), dice.below(128))
            : new Call(Kind.PEEK, attach(), offset());
      case 3:
        return new Call(
            dice.pick(Kind.SHM_IPC_STAT, Kind.SHM_IPC_STAT, Kind.SHM_STAT, Kind.SHM_STAT_ANY),
            segment());
      case 4:
        return set();
      case 5:
        return new Call(Kind.SHM_IPC_RMID, segment());
      case 6:
        return new Call(dice.pick(Kind.SHM_LOCK, Kind.SHM_UNLOCK), segment());
      case 7:
        return new Call(dice.pick(Kind.SHM_IPC_INFO, Kind.SHM_INFO));
      default:
        return shmctl();
    }
  }

  private Call shmget() {
    int key = dice.pick(0, 0, 0, 1, 2, 3, -1);
    long size =
        dice.percent(90)
            ? dice.oneOf(1, 100, 4095, 4096, 4097, 8192)
            : dice.oneOf(0, -1, -(1L << 24), -(1L << 24) - 1, Long.MIN_VALUE);
    int flags =
        dice.pick(IPC_CREAT, IPC_CREAT, IPC_CREAT, IPC_CREAT | IPC_EXCL, 0, IPC_EXCL)
            | dice.pick(0600, 0600, 0666, 0, 0777, 0400);
    if (size > 0 && size < 1 << 20 && (key == 0 || (flags & IPC_CREAT) != 0)) {
      segments++;
    }
    return new Call(Kind.SHMGET, key, size, flags);
  }

  private Call shmat() {
    if (dice.percent(8)) {
      return dice.percent(50)
          ? new Call(Kind.SHMAT, segment(), dice.oneOf(1, 0x10001, -1), 0)
          : new Call(Kind.SHMAT, segment(), dice.oneOf(0, 1 << 30), Ipc.SHM_REMAP);
    }
    attaches++;
    return new Call(
        Kind.SHMAT,
        segment(),
        0,
        dice.pick(0, 0, 0, Ipc.SHM_RDONLY, Ipc.SHM_RDONLY, Ipc.SHM_EXEC, Ipc.SHM_RND, 1));
  }

  private Call set() {
    return dice.percent(95)
        ? new Call(
            Kind.SHM_IPC_SET,
            segment(),
            dice.pick(0, 0, 1, 1234, -1),
            dice.pick(0, 0, 1, 1234, -1),
            dice.pick(0, 0600, 0644, 0777, 07777, -1))
        : new Call(Kind.SHM_IPC_SET_NULL, segment());
  }

  private Call shmctl() {
    int command =
        dice.percent(50)
            ? dice.between(Ipc.SHM_LOCK, Ipc.SHM_STAT_ANY)
            : dice.pick(Ipc.IPC_RMID, Ipc.IPC_SET, Ipc.IPC_STAT, Ipc.IPC_INFO, 4, 10, 16, -1, 99);
    return new Call(Kind.SHMCTL, segment(), command, dice.percent(80) ? 1 : 0);
  }

  private long segment() {
    if (dice.percent(3)) {
      return dice.oneOf(-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2_000_000_003);
    }
    return dice.percent(60) ? Math.max(0, segments - 1 - dice.below(3)) : dice.below(segments);
  }

  private long attach() {
    return attaches == 0 ? 0 : Math.max(0, attaches - 1 - dice.below(6));
  }

  private long offset() {
    return dice.pick(0, 0, 1, 99, 4095, 4096, 8191, 8192);
  }
}
