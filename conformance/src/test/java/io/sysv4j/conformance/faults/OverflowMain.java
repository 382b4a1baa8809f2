package io.sysv4j.conformance.faults;

import io.sysv4j.IpcNamespace;
import java.util.Map;
import java.util.TreeMap;

/**
 * A JVM in which calls meet a full stack: they are made at each of the last frames before its end.
 * It lives on, and says what it saw.
 */
final class OverflowMain {
  private static final int FRAMES = 400;
  private static final int WARM_CALLS = 3000;
  private static final int WARM_ROUNDS = 12;

  private final TroubledCalls calls;
  private final Map<String, Integer> thrown = new TreeMap<>();
  private int deepest;
  private int uncounted;
  private int made;

  private OverflowMain(TroubledCalls calls) {
    this.calls = calls;
  }

  /**
   * Overflows, says so, and then does what it is told.
   *
   * @param args URI, the stack's size (0 = this thread), {@code cold} or {@code warm}, kinds
   */
  public static void main(String[] args) throws Exception {
    TroubledCalls calls = new TroubledCalls(IpcNamespace.open(args[0]));
    OverflowMain main = new OverflowMain(calls);
    int stack = Integer.parseInt(args[1]);
    Runnable body = () -> main.play(args[2].equals("warm"), args[3].split(","));
    if (stack == 0) {
      body.run();
    } else {
      Thread thread = new Thread(null, body, "overflows", stack);
      thread.start();
      thread.join();
    }
    System.out.println(main.made + " calls, thrown: " + main.thrown);
    System.in.read();
    System.out.println(calls.awaitFutures() >= 0 ? "futures have ended" : "");
    calls.everything();
    System.out.println("well");
    System.in.read();
  }

  private void play(boolean warm, String[] kinds) {
    for (String name : kinds) {
      TroubledCalls.Kind kind = TroubledCalls.Kind.valueOf(name);
      for (int i = 0; warm && i < WARM_CALLS / (kind == TroubledCalls.Kind.SLEEP ? 10 : 1); i++) {
        calls.call(kind);
      }
      for (int round = 0; round < (warm ? WARM_ROUNDS : 1); round++) {
        overflow(kind);
      }
    }
  }

  private void overflow(TroubledCalls.Kind kind) {
    deepest = 0;
    descend(0, Integer.MAX_VALUE, kind); // calls nothing, but tells how deep it comes
    descend(0, deepest - FRAMES, kind);
  }

  private void descend(int depth, int from, TroubledCalls.Kind kind) {
    try {
      deepest = depth;
      descend(depth + 1, from, kind);
    } catch (StackOverflowError e) {
      deepest = Math.max(deepest, depth); // the end: on the way back each frame makes the call
    }
    if (depth > from) {
      attempt(kind);
    }
  }

  private void attempt(TroubledCalls.Kind kind) {
    try {
      made++;
      calls.call(kind);
    } catch (RuntimeException | Error e) {
      count(e);
    }
  }

  private void count(Throwable e) {
    try {
      thrown.merge(e.getClass().getSimpleName(), 1, Integer::sum);
    } catch (StackOverflowError again) {
      uncounted++; // so deep that it can't even be counted
    }
  }
}
