package io.sysv4j.conformance.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A JVM that opens damaged namespaces, and damages open ones. It ends with status 0 when all that
 * came of it were answers and clear refusals; 3 when something hung; 1 when anything else was
 * thrown. A crash speaks for itself.
 */
final class DamageMain {
  private static final int LANES = 12;

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
    Image image = Image.make(dir);
    AtomicInteger next = new AtomicInteger();
    List<DamageLane> lanes = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      Path own = Files.createDirectory(dir.resolve("lane-" + i));
      lanes.add(new DamageLane(live, own, image, seed, next, cases, end));
      threads.add(new Thread(lanes.get(i), "lane-" + i));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        thread.join(100);
        lanes.stream().filter(DamageLane::isHanging).findAny().ifPresent(DamageMain::hang);
      }
    }
    int refused = lanes.stream().mapToInt(DamageLane::refused).sum();
    System.out.println(
        (next.get() - LANES) + " " + args[0] + ", seed " + seed + ", refused " + refused);
    System.exit(0);
  }

  private static void hang(DamageLane lane) {
    System.out.println("HANG " + lane);
    for (Map.Entry<Thread, StackTraceElement[]> one : Thread.getAllStackTraces().entrySet()) {
      System.out.println(one.getKey());
      for (StackTraceElement frame : one.getValue()) {
        System.out.println("    at " + frame);
      }
    }
    System.out.flush();
    Runtime.getRuntime().halt(3);
  }
}
