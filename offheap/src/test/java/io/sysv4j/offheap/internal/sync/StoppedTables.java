package io.sysv4j.offheap.internal.sync;

import io.sysv4j.Errno;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A JVM that stops threads as they change the tables of futures, and then looks what is in them.
 * Run by {@link StoppedTablesTest}.
 */
final class StoppedTables {
  private static final int MOST_FUTURES = 200; // so that the heap grows, too
  private static final int MOST_CHANGES = 300;

  private final Random random;
  private final Deadlines deadlines = new Deadlines();
  private final Waiting waiting = new Waiting(someSet());
  private final Future[] futures;
  private final boolean[] isIn;
  private final AtomicLong changes = new AtomicLong();
  private volatile int inHand = -1;
  private volatile boolean isOver;

  private StoppedTables(long seed) {
    random = new Random(seed);
    futures = new Future[2 + random.nextInt(MOST_FUTURES)];
    isIn = new boolean[futures.length];
  }

  /** The tables ask a set for its number, and for nothing else. */
  private static Dispatcher.Source someSet() {
    Class<?>[] type = {Dispatcher.Source.class};
    return (Dispatcher.Source)
        Proxy.newProxyInstance(
            StoppedTables.class.getClassLoader(), type, (proxy, method, arguments) -> 0);
  }

  /**
   * Plays rounds with tables of their own.
   *
   * @param args how many rounds
   */
  public static void main(String[] args) throws Exception {
    Method stop = Thread.class.getMethod("stop");
    if (Runtime.version().feature() >= 20) {
      System.out.println("this Java stops no threads");
      return;
    }
    for (int round = 0; round < Integer.parseInt(args[0]); round++) {
      new StoppedTables(round).play(stop);
    }
    System.out.println("well");
  }

  private void play(Method stop) throws Exception {
    Thread other = start(this::goOn);
    for (int i = random.nextInt(6); i >= 0; i--) {
      long before = changes.get();
      Thread thread = start(this::changeForEver);
      int some = random.nextInt(MOST_CHANGES);
      while (thread.isAlive() && changes.get() < before + some) {
        Thread.onSpinWait();
      }
      stop.invoke(thread);
      thread.join();
      if (inHand >= 0) {
        abandon(inHand);
      }
    }
    isOver = true;
    other.join();
    check();
  }

  private static Thread start(Runnable body) {
    Thread thread = new Thread(body);
    thread.setUncaughtExceptionHandler((t, e) -> fail(e));
    thread.start();
    return thread;
  }

  private static void fail(Throwable e) {
    if (!(e instanceof ThreadDeath)) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  /** The changes of a thread that is stopped: of every second future. */
  private void changeForEver() {
    Random mine = new Random(random.nextLong());
    while (true) {
      inHand = mine.nextInt(futures.length / 2) * 2;
      change(inHand, mine);
      inHand = -1;
      changes.incrementAndGet();
    }
  }

  /** The changes of a thread that is not: of the others. */
  private void goOn() {
    Random mine = new Random(random.nextLong());
    while (!isOver) {
      change(mine.nextInt(futures.length / 2) * 2 + 1, mine);
    }
  }

  private void change(int i, Random mine) {
    if (!isIn[i]) {
      add(i, mine.nextInt(1000));
    } else if (mine.nextBoolean()) {
      remove(i);
    } else {
      deadlines.postpone(futures[i], futures[i].due + mine.nextInt(1000) - 300);
    }
  }

  private void add(int i, long due) {
    futures[i] = new Future(waiting.set, due);
    waiting.expect(futures[i]);
    futures[i].fellAsleep(i / 4 + 1, 0); // there may be some at one record
    waiting.arrived(futures[i]);
    deadlines.add(futures[i]);
    isIn[i] = true;
  }

  private void remove(int i) {
    waiting.remove(futures[i]);
    deadlines.remove(futures[i]);
    isIn[i] = false;
  }

  /** As the engine does, and the janitor after it. */
  private void abandon(int i) {
    if (futures[i] != null) {
      if (futures[i].ref() != 0) {
        waiting.mustBeHere(futures[i]);
      }
      remove(i);
    }
    isIn[i] = false;
    inHand = -1;
  }

  private void check() {
    Set<AsyncSemop> expected = new HashSet<>();
    for (int i = 0; i < futures.length; i++) {
      if (isIn[i]) {
        expected.add(futures[i]);
      }
    }
    List<AsyncSemop> found = waiting.all();
    require(found.size() == expected.size(), "lost, or there twice");
    require(new HashSet<>(found).equals(expected), "others wait than fell asleep");
    long last = Long.MIN_VALUE;
    for (AsyncSemop first = deadlines.first(); first != null; first = deadlines.first()) {
      require(first.due >= last, "not the earliest first");
      require(expected.remove(first), "twice, or removed");
      last = first.due;
      deadlines.remove(first);
    }
    require(expected.isEmpty(), "a deadline is lost");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  private static final class Future extends AsyncSemop {
    Future(Dispatcher.Source set, long due) {
      super(set, null, due, Runnable::run);
    }

    @Override
    protected RuntimeException failure(Errno error) {
      throw new AssertionError(error);
    }

    @Override
    protected RuntimeException failure(RuntimeException cause) {
      throw new AssertionError(cause);
    }
  }
}
