package io.sysv4j.conformance.fuzz;

import static io.sysv4j.Ipc.IPC_CREAT;

import io.sysv4j.Ipc;
import io.sysv4j.law.Packed;
import java.util.ArrayList;
import java.util.List;

/**
 * Random programs for several processes. Few semaphores, small values, many sleepers: what matters
 * here is who wakes, in which order, and what that leaves behind. Each program has a character of
 * its own: with or without undo, deaths, futures, shared memory, values near SEMVMX.
 */
final class MultiGenerator {
  private static final int PROGRAMS_PER_TICK = 400;

  private final Dice dice;
  private final User user;
  private final ShmGenerator shm;
  private final List<Step> steps = new ArrayList<>();
  private final int workers;
  private final int nsems;
  private final int undoPercent;
  private final int nowaitPercent;
  private final int arrayPercent;
  private final int asyncPercent;
  private final int shmPercent;
  private final boolean high;
  private int deaths;
  private int sets;

  private MultiGenerator(long seed, int workers, User user) {
    this.dice = new Dice(seed);
    this.user = user;
    this.shm = new ShmGenerator(dice, user);
    this.workers = workers;
    this.nsems = dice.between(1, 4);
    this.deaths = dice.percent(4) ? dice.between(1, 2) : 0;
    this.undoPercent = deaths > 0 ? dice.pick(40, 80) : dice.pick(0, 0, 30, 70);
    this.nowaitPercent = dice.pick(0, 5, 15);
    this.arrayPercent = dice.pick(0, 30, 60);
    this.asyncPercent = dice.pick(0, 0, 10, 40);
    this.shmPercent = dice.percent(10) ? 40 : 0;
    this.high = dice.percent(12);
  }

  /** The program of a seed. */
  static Program program(long seed, int workers, User user) {
    MultiGenerator generator = new MultiGenerator(seed, workers, user);
    generator.create();
    int length = generator.dice.between(25, 60);
    while (generator.steps.size() < length) {
      generator.next();
    }
    Program program = new Program(seed, generator.steps);
    return generator.dice.below(PROGRAMS_PER_TICK) == 0 ? program.withTicks() : program;
  }

  private void add(Call call) {
    steps.add(new Step(dice.below(workers), call));
  }

  private void create() {
    add(new Call(Kind.SEMGET, dice.pick(0, 0, 1, 2), nsems, IPC_CREAT | 0600));
    sets++;
    if (dice.percent(80)) {
      add(setAll());
    }
  }

  private void next() {
    if (deaths > 0 && dice.percent(5)) {
      deaths--;
      add(new Call(dice.pick(Kind.EXIT, Kind.KILL, Kind.KILL)));
    } else if (dice.percent(shmPercent)) {
      add(shm.next());
    } else if (dice.percent(1)) {
      add(new Call(Kind.SEM_IPC_RMID, set()));
      create();
    } else if (dice.percent(1) && sets < 3) {
      create();
    } else {
      add(call());
    }
  }

  private Call call() {
    switch (dice.weighted(74, 10, 4, 5, asyncPercent / 4, 1, 1)) {
      case 0:
        return semop();
      case 1:
        return new Call(Kind.SETVAL, set(), dice.below(nsems), value());
      case 2:
        return setAll();
      case 3:
        return new Call(Kind.INTERRUPT, dice.below(100));
      case 4:
        return new Call(Kind.CANCEL, dice.below(100));
      case 5:
        return new Call(Kind.SEM_IPC_SET, set(), user.uid(), user.gid(), dice.pick(0600, 0644));
      default:
        return new Call(
            dice.pick(Kind.GETVAL, Kind.GETNCNT, Kind.GETZCNT), set(), dice.below(nsems));
    }
  }

  /** Mostly the set that was made last. */
  private int set() {
    return dice.percent(90) ? sets - 1 : dice.below(sets);
  }

  private int value() {
    return high && dice.percent(50) ? Ipc.SEMVMX - dice.below(3) : dice.below(4);
  }

  private Call setAll() {
    long[] args = new long[nsems + 1];
    args[0] = set();
    for (int i = 1; i < args.length; i++) {
      args[i] = value();
    }
    return new Call(Kind.SETALL, args);
  }

  private Call semop() {
    int nsops = dice.percent(arrayPercent) ? 2 + dice.weighted(60, 30, 7, 3) : 1;
    long[] args = new long[nsops + 2];
    args[0] = set();
    args[1] = wait(nsops).ordinal();
    for (int i = 2; i < args.length; i++) {
      args[i] =
          dice.percent(high ? 15 : 1)
              ? dice.extremeSop(nsems, undoPercent, nowaitPercent)
              : dice.smallSop(nsems, undoPercent, nowaitPercent);
    }
    if (dice.percent(1)) {
      args[2] = Packed.pack(nsems, -1, 0);
    }
    return new Call(Kind.SEMOP, args);
  }

  private Wait wait(int nsops) {
    if (dice.percent(asyncPercent)) {
      return dice.pick(Wait.ASYNC, Wait.ASYNC, Wait.ASYNC_LONG, Wait.ASYNC_ZERO);
    }
    if (dice.below(300) == 0) {
      return dice.pick(Wait.SHORT, asyncPercent > 0 ? Wait.ASYNC_SHORT : Wait.SHORT);
    }
    switch (dice.weighted(60, 20, 15, 2, 2, 1)) {
      case 0:
        return Wait.SEMOP;
      case 1:
        return nsops == 1 ? Wait.SEMOP_ONE : Wait.SEMOP;
      case 2:
        return Wait.LONG;
      case 3:
        return Wait.TRY;
      case 4:
        return Wait.ZERO;
      default:
        return nsops == 1 ? Wait.TRY_ONE : Wait.TRY;
    }
  }
}
