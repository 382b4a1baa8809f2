package io.sysv4j.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Key OURS = new Key(Work.PLAIN, Subject.OFFHEAP, Metric.NS_PER_OP);
  private static final Key PEER = new Key(Work.PLAIN, Subject.KERNEL_C, Metric.NS_PER_OP);

  private final Results results = new Results();

  @Test
  void shouldTakeTheMedianOfTheRoundsRatios() {
    round(1, 10, 100);
    round(2, 40, 200); // a slow machine: the ratio of the medians would be 10
    round(3, 20, 400);
    assertEquals(0.1, results.ratio(OURS, PEER).getAsDouble(), 1e-9);
    assertEquals(20, results.median(OURS).getAsDouble());
  }

  @Test
  void shouldTakeTheMiddleOfAnEvenNumberOfRounds() {
    round(1, 10, 100);
    round(2, 30, 100);
    assertEquals(20, results.median(OURS).getAsDouble());
  }

  @Test
  void shouldLeaveOutRoundsThatOnlyOneSideHas() {
    round(1, 10, 100);
    results.startRound(2);
    results.add(OURS, 1_000);
    assertEquals(0.1, results.ratio(OURS, PEER).getAsDouble(), 1e-9);
  }

  @Test
  void shouldHaveNoRatioWithoutAPeer() {
    results.startRound(1);
    results.add(OURS, 10);
    assertTrue(results.ratio(OURS, PEER).isEmpty());
  }

  @Test
  void shouldFillInWhatAStallOfAClosedLoopHid() {
    Histogram raw = new Histogram(3);
    raw.recordValueWithCount(100, 1_000);
    raw.recordValue(100_000);
    results.startRound(1);
    results.addClosedLoop(Work.HANDOVER, Subject.KERNEL, raw);
    Key p99 = new Key(Work.HANDOVER, Subject.KERNEL, Metric.P99_NS);
    assertEquals(98_000, results.median(p99).getAsDouble(), 1_000);
    Key median = new Key(Work.HANDOVER, Subject.KERNEL, Metric.P50_NS);
    assertEquals(100, results.median(median).getAsDouble());
  }

  @Test
  void shouldTakePacedLatenciesAsTheyAre() {
    Histogram raw = new Histogram(3);
    raw.recordValueWithCount(100, 1_000);
    raw.recordValue(100_000);
    results.startRound(1);
    results.addLatencies(Work.HANDOVER_PACED, Subject.KERNEL, raw);
    Key p99 = new Key(Work.HANDOVER_PACED, Subject.KERNEL, Metric.P99_NS);
    assertEquals(100, results.median(p99).getAsDouble());
  }

  private void round(int number, double ours, double peer) {
    results.startRound(number);
    results.add(OURS, ours);
    results.add(PEER, peer);
  }
}
