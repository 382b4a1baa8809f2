package io.sysv4j.benchmarks.results;

import static io.sysv4j.benchmarks.results.Goal.Kind.AT_LEAST;
import static io.sysv4j.benchmarks.results.Goal.Kind.AT_MOST;
import static io.sysv4j.benchmarks.results.Goal.Kind.FASTER;
import static io.sysv4j.benchmarks.results.Goal.Kind.TIMES;
import static io.sysv4j.benchmarks.results.Metric.NS_PER_OP;
import static io.sysv4j.benchmarks.results.Metric.OPS_PER_S;
import static io.sysv4j.benchmarks.results.Metric.P50_NS;
import static io.sysv4j.benchmarks.results.Metric.P99_NS;
import static io.sysv4j.benchmarks.results.Subject.BARE_CAS;
import static io.sysv4j.benchmarks.results.Subject.CACHE_LINE_C;
import static io.sysv4j.benchmarks.results.Subject.KERNEL;
import static io.sysv4j.benchmarks.results.Subject.KERNEL_C;
import static io.sysv4j.benchmarks.results.Subject.MAPPED_BUFFER;
import static io.sysv4j.benchmarks.results.Subject.OFFHEAP;
import static io.sysv4j.benchmarks.results.Subject.OFFHEAP_ASLEEP;
import static io.sysv4j.benchmarks.results.Subject.SEM_T_C;

import java.util.ArrayList;
import java.util.List;

/** What {@code offheap} is to reach on two processors, all in one run. */
public final class Goals {
  private static final double REPORT = Double.NaN;

  private final List<Goal> goals = new ArrayList<>();

  private Goals() {}

  /** The goals, in the order of the table. */
  public static List<Goal> all() {
    Goals all = new Goals();
    all.calls();
    all.handover();
    all.crowds();
    all.growth();
    all.memory();
    return all.goals;
  }

  private void calls() {
    times("±1, per operation", ns(Work.PLAIN), ns(Work.PLAIN, BARE_CAS), 1.4);
    fasterThanKernel(Work.PLAIN, 14);
    fasterThanKernel(Work.UNDO, 7);
    fasterThanKernel(Work.FOUR, 5);
    fasterThanKernel(Work.ZERO, 14);
    fasterThanKernel(Work.TRY, 14);
  }

  private void handover() {
    Key median = new Key(Work.HANDOVER, OFFHEAP, P50_NS);
    times(
        "hand-over, both awake: median, to the kernel",
        median,
        new Key(Work.HANDOVER, KERNEL_C, P50_NS),
        0.1);
    times(
        "hand-over, both awake: median, to a cache line",
        median,
        new Key(Work.HANDOVER, CACHE_LINE_C, P50_NS),
        10);
    times(
        "hand-over, both awake: p99",
        new Key(Work.HANDOVER, OFFHEAP, P99_NS),
        new Key(Work.HANDOVER, KERNEL_C, P99_NS),
        1);
    asleep("hand-over, sleeping sides: median", Work.HANDOVER);
    asleep("hand-over, sleeping sides, one CPU: median", Work.HANDOVER_ONE_CPU);
  }

  private void asleep(String text, Work work) {
    times(text, new Key(work, OFFHEAP_ASLEEP, P50_NS), new Key(work, SEM_T_C, P50_NS), 1.15);
  }

  private void crowds() {
    faster(
        "two JVMs on one semaphore",
        new Key(Work.CONTEND, 2, OFFHEAP, OPS_PER_S),
        new Key(Work.CONTEND, 2, KERNEL_C, OPS_PER_S),
        4);
    faster(
        "eight sleepers on one set",
        new Key(Work.CROWD, OFFHEAP, OPS_PER_S),
        new Key(Work.CROWD, KERNEL_C, OPS_PER_S),
        1.5);
    faster(
        "two JVMs, two semaphores of one set (peer: of two sets)",
        new Key(Work.TWO_JVMS, 1, OFFHEAP, OPS_PER_S),
        new Key(Work.TWO_JVMS, 2, OFFHEAP, OPS_PER_S),
        0.9);
    times(
        "holder killed, sleeper resumes: median",
        new Key(Work.RECOVERY, OFFHEAP, P50_NS),
        new Key(Work.RECOVERY, KERNEL, P50_NS),
        REPORT);
    alone(
        "calls of another JVM overflow its stacks: the longest call",
        new Key(Work.FULL_STACKS, OFFHEAP, Metric.WORST_MS),
        AT_MOST,
        100);
  }

  private void growth() {
    times("semget of an existing key", ns(Work.SEMGET), ns(Work.SEMGET, KERNEL_C), 1);
    times(
        "first semop on a set not seen before: median",
        new Key(Work.FIRST_USE, OFFHEAP, P50_NS),
        new Key(Work.FIRST_USE, KERNEL_C, P50_NS),
        REPORT);
    grows("32,000 sets (peer: one)", Work.SETS, 32_000);
    grows("16 JVMs attached (peer: one)", Work.JVMS, 16);
  }

  private void grows(String text, Work work, int size) {
    times(text, new Key(work, size, OFFHEAP, NS_PER_OP), new Key(work, 1, OFFHEAP, NS_PER_OP), 1.2);
  }

  private void memory() {
    String async = Work.ASYNC + ": ";
    alone(async + "threads added", async(Metric.THREADS), AT_MOST, 2);
    alone(async + "heap and mapped memory", async(Metric.BYTES_EACH), AT_MOST, 400);
    alone(async + "woken", async(OPS_PER_S), AT_LEAST, 500_000);
    alone("100,000 futures with one deadline: all told", burst(Metric.LATE_MS), AT_MOST, 2000);
    times(
        "GETVAL after 100,000 futures were cancelled (peer: before)",
        burst(Metric.AFTER_NS),
        burst(Metric.BEFORE_NS),
        2);
    faster("copy through shared memory", ns(Work.COPY), ns(Work.COPY, MAPPED_BUFFER), 0.95);
    for (Work work : List.of(Work.PLAIN, Work.UNDO, Work.FOUR, Work.TRY)) {
      alone("allocation: " + work, new Key(work, OFFHEAP, Metric.BYTES_PER_OP), AT_MOST, 0);
    }
  }

  private void fasterThanKernel(Work work, double bound) {
    faster(work.toString(), ns(work), ns(work, KERNEL_C), bound);
  }

  private void times(String text, Key ours, Key peer, double bound) {
    goals.add(new Goal(text, ours, peer, TIMES, bound));
  }

  private void faster(String text, Key ours, Key peer, double bound) {
    goals.add(new Goal(text, ours, peer, FASTER, bound));
  }

  private void alone(String text, Key ours, Goal.Kind kind, double bound) {
    goals.add(new Goal(text, ours, null, kind, bound));
  }

  private static Key ns(Work work) {
    return ns(work, OFFHEAP);
  }

  private static Key ns(Work work, Subject subject) {
    return new Key(work, subject, NS_PER_OP);
  }

  private static Key async(Metric metric) {
    return new Key(Work.ASYNC, Work.SLEEPERS, OFFHEAP, metric);
  }

  private static Key burst(Metric metric) {
    return new Key(Work.BURST, Work.SLEEPERS, OFFHEAP, metric);
  }
}
