package io.sysv4j.conformance.faults;

import io.sysv4j.IpcNamespace;

/**
 * A JVM in which calls meet a full stack: they are made at each of the last frames before its end.
 * It lives on, and says what it saw.
 */
final class OverflowMain {
  private static final int FRAMES = 300;
  private static final int FAR_FRAMES = 2000;
  private static final int STRIDE = 11;
  private static final int WARM_CALLS = 3000;
  private static final int WARM_ROUNDS = 12;

  private final TroubledCalls calls;
  private int deepest;
  private int overflows;
  private Throwable other;
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
    if (main.other != null) {
      main.other.printStackTrace();
    }
    System.out.println(
        main.made + " calls, " + main.overflows + " overflowed, and besides: " + main.other);
    System.in.read();
    System.out.println(calls.awaitFutures() >= 0 ? "futures have ended" : "");
    calls.eachAtRest();
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
    descend(0, kind);
  }

  private void descend(int depth, TroubledCalls.Kind kind) {
    try {
      deepest = depth;
      descend(depth + 1, kind);
    } catch (StackOverflowError e) {
      deepest = Math.max(deepest, depth); // the end: calls are made on the way back
    }
    int fromEnd = deepest - depth;
    if (fromEnd < FRAMES || fromEnd < FAR_FRAMES && fromEnd % STRIDE == 0) {
      attempt(kind);
    }
  }

  /** Counting calls nothing: the stack may still be full. */
  private void attempt(TroubledCalls.Kind kind) {
    made++;
    try {
      calls.call(kind);
    } catch (RuntimeException | Error e) {
      Throwable cause = e;
      while (cause != null && !(cause instanceof StackOverflowError)) {
        cause = cause.getCause(); // reflection and lookups wrap it
      }
      overflows += cause != null ? 1 : 0;
      other = cause != null ? other : e;
    }
  }
}
