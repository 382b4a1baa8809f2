package io.sysv4j.conformance.faults;

import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A JVM that stops threads of its own, at any instant of a call, by {@code Thread.stop}. */
final class StopMain {
  private static final int WARM_CALLS = 200;
  private static final int GIVE_UP_SECONDS = 30;

  private final TroubledCalls calls;
  private final Random random = new Random(1);
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private final AtomicReference<Throwable> wrong = new AtomicReference<>();
  private volatile boolean isOver;

  private StopMain(TroubledCalls calls) {
    this.calls = calls;
  }

  /**
   * Stops threads, says so, and then does what it is told.
   *
   * @param args URI, and how many threads
   */
  public static void main(String[] args) throws Exception {
    StopMain main = new StopMain(new TroubledCalls(IpcNamespace.open(args[0])));
    main.play(Integer.parseInt(args[1]));
  }

  private void play(int count) throws Exception {
    for (int i = 0; i < WARM_CALLS; i++) {
      calls.each();
    }
    Method stop = Thread.class.getMethod("stop");
    if (!canStop(stop)) {
      System.out.println("this Java stops no threads");
      return;
    }
    System.out.println("ready");
    Thread other = new Thread(this::goOn, "goes on");
    other.start();
    for (int i = 0; i < count && wrong.get() == null; i++) {
      TroubledCalls.Kind[] kinds = TroubledCalls.Kind.values();
      stopOne(stop, kinds[i % kinds.length]);
    }
    isOver = true;
    other.join(GIVE_UP_SECONDS * 1000);
    if (other.isAlive()) {
      IllegalStateException stuck = new IllegalStateException("a thread does not go on");
      stuck.setStackTrace(other.getStackTrace());
      if (!wrong.compareAndSet(null, stuck)) {
        wrong.get().addSuppressed(stuck);
      }
    }
    if (wrong.get() != null) {
      wrong.get().printStackTrace();
    }
    System.out.println(
        count + " threads stopped in " + made + " calls, others: " + others + ", " + wrong);
    System.in.read();
    calls.eachAtRest();
    System.out.println("well");
    System.in.read();
  }

  private static boolean canStop(Method stop) throws IllegalAccessException {
    Thread thread = new Thread(LockSupport::park);
    thread.setDaemon(true);
    thread.start();
    try {
      stop.invoke(thread);
      return true;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof UnsupportedOperationException) {
        return false;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void stopOne(Method stop, TroubledCalls.Kind kind) throws Exception {
    Thread thread = new Thread(() -> callForEver(kind), "is stopped");
    thread.setUncaughtExceptionHandler((t, e) -> seen(e));
    int before = made.get();
    thread.start();
    while (made.get() == before && thread.isAlive()) {
      Thread.onSpinWait();
    }
    LockSupport.parkNanos(random.nextInt(2_000_000));
    long start = System.nanoTime();
    while (thread.isAlive() && wrong.get() == null) {
      stop.invoke(thread); // again, where what completes a future has caught the first
      thread.join(100);
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS)) {
        IllegalStateException lives = new IllegalStateException("it can't be stopped in " + kind);
        lives.setStackTrace(thread.getStackTrace());
        wrong.compareAndSet(null, lives);
      }
    }
  }

  /** A stopped thread dies of what it is stopped by, or what native code makes of that. */
  private void seen(Throwable thrown) {
    if (thrown instanceof IllegalStateException || thrown instanceof IpcException) {
      wrong.compareAndSet(null, thrown);
    }
  }

  /**
   * The buffer for system calls is made first: a JDK frees a direct buffer twice if its maker is
   * stopped in the last steps of that, and ends.
   */
  private void callForEver(TroubledCalls.Kind kind) {
    Linux.prepareThread();
    while (true) {
      made.incrementAndGet();
      calls.call(kind);
      calls.awaitFutures(); // or there would soon be a crowd of them
    }
  }

  private void goOn() {
    try {
      while (!isOver) {
        for (TroubledCalls.Kind kind : TroubledCalls.Kind.values()) {
          calls.call(kind);
          others.incrementAndGet();
        }
        calls.awaitFutures();
      }
    } catch (RuntimeException | Error e) {
      wrong.compareAndSet(null, e);
    }
  }
}
