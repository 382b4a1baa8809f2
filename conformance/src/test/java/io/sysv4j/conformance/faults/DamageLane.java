package io.sysv4j.conformance.faults;

import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of those who damage namespaces side by side: most of the time a case waits for someone to
 * look up by himself.
 */
final class DamageLane implements Runnable {
  private static final long HANG = 60_000_000_000L;

  private final boolean live;
  private final Path dir;
  private final Image image;
  private final long seed;
  private final AtomicInteger next;
  private final int cases;
  private final long end;
  private volatile long started = System.nanoTime();
  private volatile String doing = "";

  /** What was damaged; it may grow. */
  private volatile Object damaged = "";

  private volatile boolean isOver;
  private int refused;

  /**
   * A lane.
   *
   * @param next the number of the next case, for all lanes
   * @param end when to begin no more, by {@link System#nanoTime}
   */
  DamageLane(
      boolean live, Path dir, Image image, long seed, AtomicInteger next, int cases, long end) {
    this.live = live;
    this.dir = dir;
    this.image = image;
    this.seed = seed;
    this.next = next;
    this.cases = cases;
    this.end = end;
  }

  boolean isHanging() {
    return !isOver && System.nanoTime() - started > HANG;
  }

  /** How many cases were refused when the namespace was opened. */
  int refused() {
    return refused;
  }

  @Override
  public String toString() {
    return (live ? "live " : "rest ") + doing + ": " + damaged;
  }

  @Override
  public void run() {
    for (int i = next.getAndIncrement();
        i < cases && System.nanoTime() < end;
        i = next.getAndIncrement()) {
      Random random = new Random(seed + i);
      doing = String.valueOf(seed + i);
      started = System.nanoTime();
      try {
        refused += (live ? live(random) : rest(random)) ? 0 : 1;
        Image.clear(dir);
      } catch (Throwable e) {
        System.out.println(this);
        e.printStackTrace(System.out);
        System.out.flush();
        Runtime.getRuntime().halt(1);
      }
    }
    isOver = true;
  }

  /** Damages files, then opens the namespace. Answers false if it was refused. */
  private boolean rest(Random random) {
    Image copy = image.copy();
    damaged = copy.damage(random);
    copy.writeTo(dir);
    try (IpcNamespace ns = IpcNamespace.open("offheap:" + dir)) {
      new Exercise(ns, random).everything();
      return true;
    } catch (IpcException e) {
      if (!e.getMessage().contains(dir.toString())) {
        throw e;
      }
      return false;
    }
  }

  /** Damages files while they are used. */
  private boolean live(Random random) throws Exception {
    image.writeTo(dir);
    try (IpcNamespace ns = IpcNamespace.open("offheap:" + dir);
        LiveDamage damage = new LiveDamage(dir, random)) {
      damaged = damage;
      new LiveExercise(ns, random, damage).run();
      return true;
    }
  }
}
