package io.sysv4j.conformance.fuzz;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;
import static io.sysv4j.Ipc.SEMVMX;

import io.sysv4j.Ipc;
import io.sysv4j.law.Packed;
import java.util.ArrayList;
import java.util.List;

/**
 * Random programs for one thread: all calls, with good, odd and bad arguments. Nothing in them
 * sleeps for longer than the shortest time-out.
 */
final class SingleGenerator {
  private static final int MOST_SEMS = 5;
  private static final int PROGRAMS_PER_TICK = 1500;

  private final Dice dice;
  private final User user;
  private final ShmGenerator shm;
  private final List<Step> steps = new ArrayList<>();
  private int sets;

  private SingleGenerator(long seed, User user) {
    this.dice = new Dice(seed);
    this.user = user;
    this.shm = new ShmGenerator(dice, user);
  }

  /** The program of a seed. */
  static Program program(long seed, int length, User user) {
    SingleGenerator generator = new SingleGenerator(seed, user);
    while (generator.steps.size() < length) {
      generator.steps.add(new Step(0, generator.next()));
    }
    Program program = new Program(seed, generator.steps);
    return generator.dice.below(PROGRAMS_PER_TICK) == 0 ? program.withTicks() : program;
  }

  private Call next() {
    if (sets == 0 || dice.percent(5)) {
      return semget();
    }
    switch (dice.weighted(47, 12, 10, 8, 3, 1, 20)) {
      case 0:
        return semop();
      case 1:
        Kind get = dice.pick(Kind.GETVAL, Kind.GETPID, Kind.GETNCNT, Kind.GETZCNT, Kind.GETALL);
        return get == Kind.GETALL ? new Call(get, set()) : new Call(get, set(), semnum());
      case 2:
        return change();
      case 3:
        return stat();
      case 4:
        return semctl();
      case 5:
        return new Call(Kind.SEM_IPC_RMID, set());
      default:
        return shm.next();
    }
  }

  private Call semget() {
    int key = dice.pick(0, 0, 0, 1, 2, 3, -1, -2);
    int nsems = dice.percent(90) ? dice.between(1, MOST_SEMS) : dice.pick(0, -1, 32001, 65536, 100);
    if (dice.below(500) == 0) {
      nsems = 32000;
    }
    int flags =
        dice.pick(IPC_CREAT, IPC_CREAT, IPC_CREAT, IPC_CREAT | IPC_EXCL, 0, IPC_EXCL)
            | user.mode(dice);
    if (dice.percent(2)) {
      flags = -1;
    }
    if (nsems > 0 && nsems <= MOST_SEMS && (key == 0 || (flags & IPC_CREAT) != 0)) {
      sets++;
    }
    return new Call(Kind.SEMGET, key, nsems, flags);
  }

  /** Mostly a set that was made, mostly one of the last. */
  private long set() {
    if (dice.percent(3)) {
      return dice.oneOf(-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2_000_000_003);
    }
    return dice.percent(60) ? Math.max(0, sets - 1 - dice.below(3)) : dice.below(sets);
  }

  private int semnum() {
    return dice.percent(90) ? dice.below(MOST_SEMS) : dice.pick(-1, 5, 6, 65535, 65536, 1 << 30);
  }

  private Call semop() {
    if (dice.percent(2)) {
      return dice.percent(50)
          ? new Call(Kind.SEMOP_NULL, set(), wait(true).ordinal())
          : new Call(Kind.SEMOP_MANY, set(), dice.pick(499, 500, 501), Packed.pack(0, 0, 0));
    }
    Wait wait = wait(false);
    // The kernel's provider can't tell a sleep that an interrupt forestalls from a refusal.
    int nowaitPercent = wait == Wait.INTERRUPTED ? dice.pick(0, 100) : 15;
    boolean nowait = wait.maySleep();
    int nsops = dice.percent(2) ? 0 : 1 + dice.weighted(50, 20, 12, 8, 4, 3, 2, 1);
    if (wait == Wait.SEMOP_ONE || wait == Wait.TRY_ONE) {
      nsops = 1;
    }
    long[] args = new long[nsops + 2];
    args[0] = set();
    args[1] = wait.ordinal();
    int nsems = dice.percent(97) ? dice.between(1, MOST_SEMS) : 70;
    for (int i = 2; i < args.length; i++) {
      long sop =
          dice.percent(85)
              ? dice.smallSop(nsems, 25, nowaitPercent)
              : dice.extremeSop(nsems, 30, nowaitPercent);
      args[i] = nowait ? Packed.nowait(sop) : sop;
    }
    return new Call(Kind.SEMOP, args);
  }

  /** Calls that wait for a time are rare, as they take it. */
  private Wait wait(boolean ofNull) {
    if (dice.percent(1) && !ofNull) {
      return dice.pick(Wait.SHORT, Wait.ASYNC_SHORT);
    }
    if (dice.percent(4)) {
      return dice.pick(Wait.NEGATIVE, Wait.ASYNC_NEGATIVE);
    }
    return dice.pick(
        Wait.SEMOP,
        Wait.SEMOP,
        ofNull ? Wait.SEMOP : Wait.SEMOP_ONE,
        Wait.LONG,
        Wait.ZERO,
        Wait.ZERO,
        Wait.TRY,
        Wait.TRY,
        ofNull ? Wait.TRY : Wait.TRY_ONE,
        Wait.INTERRUPTED,
        Wait.ASYNC,
        Wait.ASYNC_LONG,
        Wait.ASYNC_ZERO);
  }

  private Call change() {
    switch (dice.weighted(50, 30, 4, 14, 2)) {
      case 0:
        return new Call(Kind.SETVAL, set(), semnum(), value());
      case 1:
        long[] args = new long[1 + dice.between(dice.percent(10) ? 0 : MOST_SEMS, 7)];
        args[0] = set();
        for (int i = 1; i < args.length; i++) {
          args[i] = value();
        }
        return new Call(Kind.SETALL, args);
      case 2:
        return new Call(Kind.SETALL_NULL, set());
      case 3:
        return new Call(
            Kind.SEM_IPC_SET, set(), user.owner(dice), user.group(dice), user.newMode(dice));
      default:
        return new Call(Kind.SEM_IPC_SET_NULL, set());
    }
  }

  private int value() {
    return dice.percent(80)
        ? dice.below(5)
        : dice.pick(SEMVMX, SEMVMX - 1, SEMVMX + 1, -1, 65535, 65536, 100);
  }

  private Call stat() {
    switch (dice.below(6)) {
      case 0:
        return new Call(Kind.SEM_STAT, set());
      case 1:
        return new Call(Kind.SEM_STAT_ANY, set());
      case 2:
        return new Call(dice.pick(Kind.SEM_IPC_INFO, Kind.SEM_INFO));
      default:
        return new Call(Kind.SEM_IPC_STAT, set());
    }
  }

  private Call semctl() {
    int command =
        dice.pick(Ipc.IPC_RMID, Ipc.IPC_SET, Ipc.IPC_STAT, Ipc.IPC_INFO, 4, -1, 99, 10, 21);
    if (dice.percent(60)) {
      command = dice.between(Ipc.GETPID, Ipc.SEM_STAT_ANY);
    }
    return new Call(Kind.SEMCTL, set(), semnum(), command, dice.percent(80) ? 1 : 0);
  }
}
