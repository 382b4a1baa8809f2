package io.sysv4j.conformance.fuzz;

import io.sysv4j.IpcNamespace;
import io.sysv4j.law.Packed;
import java.util.Arrays;

/** Runs programs in this process, by one thread. */
final class SingleRunner implements Runner {
  private static final int LENGTH = 250;

  private final IpcNamespace[] namespaces = new IpcNamespace[2];
  private final Caller[] callers = new Caller[2];
  private boolean exact;

  /**
   * Opens both sides.
   *
   * @param exact whether both are empty and new, and nobody else uses them
   */
  SingleRunner(Sides sides, boolean exact) {
    this.exact = exact;
    for (Side side : Side.BOTH) {
      namespaces[side.ordinal()] = IpcNamespace.open(sides.uri(side));
      callers[side.ordinal()] = new Caller(namespaces[side.ordinal()]);
    }
  }

  @Override
  public String name() {
    return "single";
  }

  @Override
  public Program program(long seed) {
    return SingleGenerator.program(seed, LENGTH);
  }

  @Override
  public Outcome run(Program program) throws InterruptedException {
    Run run = new Run(exact);
    try {
      run.all(program);
      return new Outcome(run.done, run.difference, run.trace);
    } finally {
      // Whatever follows a difference has other identifiers.
      exact &= run.difference == null;
      run.sweep();
    }
  }

  @Override
  public void close() {
    for (IpcNamespace namespace : namespaces) {
      namespace.close();
    }
  }

  /** One run of one program. */
  private final class Run {
    private final Names names = new Names();
    private final Clock clock = new Clock();
    private final Trace trace = new Trace();
    private final Judge judge;
    private String difference;
    private int step;
    private int done;

    Run(boolean exact) {
      judge = new Judge(names, clock, exact);
    }

    void all(Program program) throws InterruptedException {
      for (Step next : program.steps()) {
        step++;
        if (next.call().kind() == Kind.TICK) {
          clock.tick();
        } else {
          step(next.call());
        }
        if (difference != null) {
          return;
        }
      }
      remove();
    }

    private void step(Call call) {
      Call left = names.on(Side.LEFT, call);
      Call right = names.on(Side.RIGHT, call);
      if (left == null || right == null || mightHang(call)) {
        return;
      }
      clock.stepBegins();
      Answer a = callers[0].call(left);
      Answer b = callers[1].call(right);
      clock.stepEnds();
      names.learn(call, a, b);
      done++;
      trace.add(step, "", call, names.named(Side.LEFT, call, a), names.named(Side.RIGHT, call, b));
      if (!judge.agree(call, a, b)) {
        difference = "step " + step + ": left answered " + a + ", right answered " + b;
      }
    }

    /** What the generator never makes, but the shrinker may. */
    private boolean mightHang(Call call) {
      return call.kind() == Kind.SEMOP
          && call.wait(1).maySleep()
          && !Arrays.stream(call.rest(2)).allMatch(Packed::isNowait);
    }

    /** The end of every program: all that is left is read once more and removed. */
    private void remove() {
      for (int i = 0; i < names.sets() && difference == null; i++) {
        step(new Call(Kind.SEM_IPC_STAT, i));
        step(new Call(Kind.GETALL, i));
        step(new Call(Kind.SEM_IPC_RMID, i));
      }
      for (int i = 0; i < names.segments() && difference == null; i++) {
        step(new Call(Kind.SHM_IPC_STAT, i));
        step(new Call(Kind.SHM_IPC_RMID, i));
        step(new Call(Kind.SHM_IPC_STAT, i));
      }
      for (int i = names.attached().nextSetBit(0);
          i >= 0 && difference == null;
          i = names.attached().nextSetBit(i + 1)) {
        step(new Call(Kind.SHMDT, i));
      }
    }

    /** After a difference, too, nothing stays. */
    private void sweep() {
      for (Side side : Side.BOTH) {
        Caller caller = callers[side.ordinal()];
        caller.detachAll();
        for (int i = 0; i < names.sets(); i++) {
          caller.call(new Call(Kind.SEM_IPC_RMID, names.semid(side, i)));
        }
        for (int i = 0; i < names.segments(); i++) {
          caller.call(new Call(Kind.SHM_IPC_RMID, names.shmid(side, i)));
        }
      }
    }
  }
}
