package io.sysv4j.conformance.faults;

import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * A JVM that opens damaged namespaces, and damages open ones. It ends with status 0 when all that
 * came of it were answers and clear refusals; 3 when something hung; 1 when anything else was
 * thrown. A crash speaks for itself.
 */
final class DamageMain {
  private static final int HANG_SECONDS = 20;

  private static volatile long started = System.nanoTime();
  private static volatile String doing = "";

  /** What was damaged; it may grow. */
  private static volatile Object damaged = "";

  private DamageMain() {}

  /**
   * Runs.
   *
   * @param args {@code rest} or {@code live}, directory, seed, how many cases, for how many seconds
   */
  public static void main(String[] args) throws Exception {
    boolean live = args[0].equals("live");
    Path dir = Path.of(args[1]);
    long seed = Long.parseLong(args[2]);
    int cases = Integer.parseInt(args[3]);
    long end = System.nanoTime() + Long.parseLong(args[4]) * 1_000_000_000L;
    watch();
    Image image = Image.make(dir);
    int refused = 0;
    int i = 0;
    for (; i < cases && System.nanoTime() < end; i++) {
      Random random = new Random(seed + i);
      started = System.nanoTime();
      doing = args[0] + " " + (seed + i);
      try {
        refused += (live ? live(image, dir, random) : rest(image, dir, random)) ? 0 : 1;
      } catch (Throwable e) {
        System.out.println(doing + ": " + damaged);
        e.printStackTrace(System.out);
        Runtime.getRuntime().halt(1);
      }
      Image.clear(dir);
    }
    System.out.println(i + " " + args[0] + ", refused " + refused);
    System.exit(0);
  }

  /** Damages files, then opens the namespace. Answers false if it was refused. */
  private static boolean rest(Image image, Path dir, Random random) {
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
  private static boolean live(Image image, Path dir, Random random) throws Exception {
    image.writeTo(dir);
    try (IpcNamespace ns = IpcNamespace.open("offheap:" + dir);
        LiveDamage damage = new LiveDamage(dir, random)) {
      damaged = damage;
      new LiveExercise(ns, random, damage).run();
      return true;
    }
  }

  private static void watch() {
    Thread watch =
        new Thread(
            () -> {
              while (System.nanoTime() - started < HANG_SECONDS * 1_000_000_000L) {
                pause();
              }
              System.out.println("HANG " + doing + ": " + damaged);
              for (Map.Entry<Thread, StackTraceElement[]> one :
                  Thread.getAllStackTraces().entrySet()) {
                System.out.println(one.getKey());
                for (StackTraceElement frame : one.getValue()) {
                  System.out.println("    at " + frame);
                }
              }
              System.out.flush();
              Runtime.getRuntime().halt(3);
            },
            "watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
