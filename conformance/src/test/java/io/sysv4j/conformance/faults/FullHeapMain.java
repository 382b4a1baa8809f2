package io.sysv4j.conformance.faults;

import io.sysv4j.IpcNamespace;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A JVM whose heap is full while it makes calls. It lives on, and says what it saw. */
final class FullHeapMain {
  private static final int MORSELS = 256;
  private static final int WARM_CALLS = 200;

  private final TroubledCalls calls;
  private final Map<TroubledCalls.Kind, Integer> thrown = new EnumMap<>(TroubledCalls.Kind.class);
  private final Hog hog = new Hog();
  private Throwable other;
  private int made;

  private FullHeapMain(TroubledCalls calls) {
    this.calls = calls;
  }

  /**
   * Fills its heap, makes calls, frees its heap, says so, and then does what it is told.
   *
   * @param args URI, and how many seconds
   */
  public static void main(String[] args) throws Exception {
    TroubledCalls calls = new TroubledCalls(IpcNamespace.open(args[0]));
    FullHeapMain main = new FullHeapMain(calls);
    for (int i = 0; i < WARM_CALLS; i++) {
      calls.each();
    }
    System.out.println("ready");
    System.in.read();
    main.play(TimeUnit.SECONDS.toNanos(Long.parseLong(args[1])));
    if (main.other != null) {
      main.other.printStackTrace();
    }
    System.out.println(
        main.made + " calls, out of memory: " + main.thrown + ", and besides: " + main.other);
    System.in.read();
    calls.awaitFutures();
    System.out.println("futures have ended");
    calls.eachAtRest();
    System.out.println("well");
    System.in.read();
  }

  private void play(long nanos) {
    TroubledCalls.Kind[] kinds = TroubledCalls.Kind.values();
    for (TroubledCalls.Kind kind : kinds) {
      thrown.put(kind, 0);
    }
    int[] failed = new int[kinds.length];
    Random random = new Random(1);
    byte[][] morsels = new byte[MORSELS][];
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      serve(morsels);
      hog.fill();
      for (TroubledCalls.Kind kind : kinds) {
        for (int left = random.nextInt(16); left > 0; left--) {
          morsels[random.nextInt(MORSELS)] = null; // so that it fails later on its way
        }
        attempt(kind, failed);
      }
    }
    hog.free();
    for (TroubledCalls.Kind kind : kinds) {
      thrown.put(kind, failed[kind.ordinal()]);
    }
  }

  private void attempt(TroubledCalls.Kind kind, int[] failed) {
    try {
      made++;
      calls.call(kind);
    } catch (RuntimeException | Error e) {
      Throwable cause = e;
      while (cause != null && !(cause instanceof OutOfMemoryError)) {
        cause = cause.getCause(); // reflection and lookups wrap it
      }
      failed[kind.ordinal()] += cause != null ? 1 : 0;
      other = cause != null ? other : e;
    }
  }

  private static void serve(byte[][] morsels) {
    try {
      for (int i = 0; i < MORSELS; i++) {
        morsels[i] = new byte[48];
      }
    } catch (OutOfMemoryError e) {
      return; // it is full already
    }
  }
}
