package io.sysv4j.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.benchmarks.results.Goal.Kind;
import io.sysv4j.benchmarks.results.Goal.Verdict;
import org.junit.jupiter.api.Test;

class GoalTest {
  private static final Key OURS = new Key(Work.PLAIN, Subject.OFFHEAP, Metric.NS_PER_OP);
  private static final Key PEER = new Key(Work.PLAIN, Subject.KERNEL_C, Metric.NS_PER_OP);
  private static final Key OUR_RATE = new Key(Work.CROWD, Subject.OFFHEAP, Metric.OPS_PER_S);
  private static final Key PEER_RATE = new Key(Work.CROWD, Subject.KERNEL_C, Metric.OPS_PER_S);
  private static final Key BYTES = new Key(Work.PLAIN, Subject.OFFHEAP, Metric.BYTES_PER_OP);

  private final Results results = new Results();

  GoalTest() {
    results.startRound(1);
    results.add(OURS, 20);
    results.add(PEER, 300);
    results.add(OUR_RATE, 300);
    results.add(PEER_RATE, 200);
  }

  @Test
  void shouldCallLessTimeFaster() {
    assertEquals(15, new Goal("", OURS, PEER, Kind.FASTER, 14).reached(results).getAsDouble());
    assertEquals(Verdict.MET, verdict(OURS, PEER, Kind.FASTER, 14));
    assertEquals(Verdict.MISSED, verdict(OURS, PEER, Kind.FASTER, 16));
  }

  @Test
  void shouldCallAHigherRateFaster() {
    assertEquals(Verdict.MET, verdict(OUR_RATE, PEER_RATE, Kind.FASTER, 1.5));
    assertEquals(Verdict.MISSED, verdict(OUR_RATE, PEER_RATE, Kind.FASTER, 1.6));
  }

  @Test
  void shouldBoundAMultiple() {
    assertEquals(Verdict.MET, verdict(OURS, PEER, Kind.TIMES, 0.1));
    assertEquals(Verdict.MISSED, verdict(OURS, PEER, Kind.TIMES, 0.05));
  }

  @Test
  void shouldBoundANumberAlone() {
    assertEquals(Verdict.MET, verdict(OURS, null, Kind.AT_MOST, 20));
    assertEquals(Verdict.MISSED, verdict(OURS, null, Kind.AT_MOST, 19));
    assertEquals(Verdict.MET, verdict(OUR_RATE, null, Kind.AT_LEAST, 300));
    assertEquals(Verdict.MISSED, verdict(OUR_RATE, null, Kind.AT_LEAST, 301));
  }

  @Test
  void shouldTakeAFractionOfAByteForNone() {
    results.add(BYTES, 0.01);
    assertEquals(Verdict.MET, verdict(BYTES, null, Kind.AT_MOST, 0));
    results.add(BYTES, 16);
    assertEquals(Verdict.MISSED, verdict(BYTES, null, Kind.AT_MOST, 0));
  }

  @Test
  void shouldOnlyReportWithoutABound() {
    assertEquals(Verdict.REPORTED, verdict(OURS, PEER, Kind.TIMES, Double.NaN));
  }

  @Test
  void shouldNotKnowWithoutANumber() {
    assertEquals(Verdict.UNKNOWN, verdict(BYTES, null, Kind.AT_MOST, 0));
  }

  private Verdict verdict(Key ours, Key peer, Kind kind, double bound) {
    return new Goal("", ours, peer, kind, bound).verdict(results);
  }
}
