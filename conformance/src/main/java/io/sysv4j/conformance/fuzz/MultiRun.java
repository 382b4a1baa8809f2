package io.sysv4j.conformance.fuzz;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a multi-process program. A step is begun only when all is quiet: every call that was
 * begun before is done or counted among the sleepers. So each side's answers, and who wakes, follow
 * from the program alone.
 */
final class MultiRun {
  private static final int SLEEPERS_PER_WORKER = 5;

  private final WorkerPool pool;
  private final Names names = new Names();
  private final Clock clock = new Clock();
  private final Trace trace = new Trace();
  private final Board board = new Board();
  private final Judge judge;
  private final Probe probe;
  private final Quiet quiet;
  private final Map<Integer, BitSet> attaches = new HashMap<>();
  private int nextId;
  private int step;
  private int done;
  private String difference;

  MultiRun(MultiRunner.Ground ground, int steps, int firstId) {
    this.pool = ground.pool();
    this.judge = new Judge(names, clock, ground.exact());
    this.probe = new Probe(ground.namespaces(), ground.callers(), names, judge, steps);
    this.quiet = new Quiet(pool, board, probe, ground.patience());
    this.nextId = firstId;
  }

  /** Runs all steps, and then removes what there is. */
  Outcome all(Program program) throws InterruptedException {
    for (Step next : program.steps()) {
      step++;
      run(next);
      if (difference != null) {
        return outcome();
      }
    }
    step++;
    remove();
    return outcome();
  }

  private Outcome outcome() {
    return new Outcome(done, difference, trace);
  }

  int nextId() {
    return nextId;
  }

  private void remove() throws InterruptedException {
    BitSet sets = probe.sets();
    for (int i = sets.nextSetBit(0); i >= 0 && difference == null; i = sets.nextSetBit(i + 1)) {
      run(new Step(0, new Call(Kind.SEM_IPC_RMID, i)));
    }
    for (int i = 0; i < names.segments() && difference == null; i++) {
      run(new Step(0, new Call(Kind.SHM_IPC_RMID, i)));
    }
    for (Map.Entry<Integer, BitSet> of : attaches.entrySet()) {
      BitSet left = (BitSet) of.getValue().clone();
      for (int i = left.nextSetBit(0); i >= 0 && difference == null; i = left.nextSetBit(i + 1)) {
        run(new Step(of.getKey(), new Call(Kind.SHMDT, i)));
      }
    }
  }

  /** After a difference: removes the objects. Workers may be stuck and must be replaced. */
  void sweep() {
    probe.sweep();
  }

  private void run(Step next) throws InterruptedException {
    int worker = Math.floorMod(next.worker(), pool.size());
    Call call = next.call();
    clock.stepBegins();
    boolean begun;
    switch (call.kind()) {
      case INTERRUPT:
        begun = interrupt(call);
        break;
      case CANCEL:
        begun = cancel(call);
        break;
      case EXIT:
      case KILL:
        begun = end(worker, call);
        break;
      case TICK:
        clock.tick();
        return;
      default:
        begun = begin(worker, call);
    }
    if (begun) {
      done++;
      settle(call);
      clock.stepEnds();
      compare(call);
    }
  }

  /** Tells a worker to make a call; answers false if the call has nothing to act on. */
  private boolean begin(int worker, Call call) {
    Call left = names.on(Side.LEFT, call);
    Call right = names.on(Side.RIGHT, call);
    if (left == null || right == null || !mayAttach(worker, call)) {
      return false;
    }
    Order.What what = Order.What.CALL;
    if (call.kind() == Kind.SEMOP && (call.wait(1).maySleep() || call.wait(1).ends())) {
      what = call.wait(1).isAsync() ? Order.What.START : Order.What.SLEEP;
      if (what == Order.What.SLEEP && !probe.wouldSleep(call)) {
        what = Order.What.CALL;
      } else if (sleepers(worker).size() >= SLEEPERS_PER_WORKER) {
        return false;
      }
    }
    send(what, worker, call, 0, left, right);
    return true;
  }

  private void send(Order.What what, int worker, Call call, int target, Call left, Call right) {
    Pending pending = new Pending(nextId++, worker, call);
    board.add(pending);
    pool.worker(worker).send(new Order(what, pending.id(), target, left, right));
  }

  private List<Pending> sleepers(int worker) {
    return board.all(p -> p.worker() == worker && p.call().kind() == Kind.SEMOP);
  }

  /** An attach can be used only by the process that made it. */
  private boolean mayAttach(int worker, Call call) {
    boolean uses =
        call.kind() == Kind.SHMDT || call.kind() == Kind.POKE || call.kind() == Kind.PEEK;
    return !uses || attaches.getOrDefault(worker, new BitSet()).get(call.number(0));
  }

  private boolean interrupt(Call call) {
    List<Pending> sleepers = board.all(Pending::isSleeper);
    if (sleepers.isEmpty()) {
      return false;
    }
    Pending victim = sleepers.get(Math.floorMod(call.number(0), sleepers.size()));
    trace.add(step, victim.who(), "interrupted", "", "");
    pool.worker(victim.worker()).send(new Order(Order.What.INTERRUPT, 0, victim.id(), null, null));
    quiet.awaitAnswer(victim);
    return true;
  }

  private boolean cancel(Call call) {
    List<Pending> futures = board.all(Pending::isAsync);
    if (futures.isEmpty()) {
      return false;
    }
    Pending victim = futures.get(Math.floorMod(call.number(0), futures.size()));
    trace.add(step, victim.who(), "cancelled", "", "");
    send(Order.What.CANCEL, victim.worker(), call, victim.id(), null, null);
    return true;
  }

  private boolean end(int worker, Call call) throws InterruptedException {
    trace.add(step, "w" + worker, call, "", "");
    pool.end(worker, call.kind() == Kind.KILL);
    board.forget(worker);
    names.forget(attaches.getOrDefault(worker, new BitSet()));
    attaches.remove(worker);
    return true;
  }

  /** Waits until all is quiet, and until a death has been noticed. */
  private void settle(Call call) throws InterruptedException {
    boolean death = call.kind() == Kind.EXIT || call.kind() == Kind.KILL;
    boolean isQuiet = quiet.await();
    if (death && isQuiet) {
      quiet.awaitAgreement();
    }
    if (!isQuiet) {
      difference = "after step " + step + " it does not become quiet: " + quiet.state();
    }
  }

  private void compare(Call call) throws InterruptedException {
    for (Pending answered : board.takeAnswered()) {
      compare(answered);
    }
    if (call.kind() == Kind.SEMOP && difference == null) {
      for (Pending asleep : board.all(p -> p.id() == nextId - 1)) {
        trace.add(step, asleep.who(), call, "<asleep>", "<asleep>");
      }
    }
    if (difference == null) {
      String seen = probe.difference();
      difference = seen == null ? null : "after step " + step + " " + seen;
    }
    if (difference == null && (call.kind() == Kind.EXIT || call.kind() == Kind.KILL)) {
      pool.replaceDead();
    }
  }

  private void compare(Pending answered) {
    boolean agreed = answered.isDone() && agree(answered);
    boolean resumed = answered.id() != nextId - 1;
    Object left = answered.spelled(Side.LEFT, names);
    Object right = answered.spelled(Side.RIGHT, names);
    trace.add(step, answered.who(), resumed ? "<... resumed>" : answered.call(), left, right);
    if (!agreed && difference == null) {
      String what = answered.who() + " " + answered.call();
      difference = "after step " + step + " " + what + ": left " + left + ", right " + right;
    }
  }

  private boolean agree(Pending answered) {
    Call call = answered.call();
    Answer left = answered.answer(Side.LEFT);
    Answer right = answered.answer(Side.RIGHT);
    names.learn(call, left, right);
    if (left.isDone() && right.isDone()) {
      probe.learn(call);
      if (call.kind() == Kind.SHMAT) {
        attaches.computeIfAbsent(answered.worker(), w -> new BitSet()).set((int) left.value(0));
      } else if (call.kind() == Kind.SHMDT) {
        attaches.get(answered.worker()).clear(call.number(0));
      }
    }
    return judge.agree(call, left, right);
  }
}
