package io.sysv4j.offheap.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which passages through a gate allocated something, and where. What the engine allocates it
 * allocates each time. HotSpot itself allocates once in a while, in whichever thread is at it: the
 * string constants of a class when the first of its methods is to be compiled, and what compiled
 * code had done without when that is given up. So what is found is measured again, and counts if it
 * is found each time.
 */
final class AllocationReport {
  /** The first rounds load and link what is used. */
  private static final int UNMEASURED = 2;

  private static final int MOST_ROUNDS = 6;

  /** One round: all scenarios, each added to the report that is given. */
  interface Round {
    void play(AllocationReport report);
  }

  /** By their number, which is the same in each round. */
  private final Map<Integer, String> scenarios = new TreeMap<>();

  private final Map<String, Integer> places = new TreeMap<>();
  private int measured;
  private int passages;

  /** Plays rounds; the report tells what has allocated something in each of those that count. */
  static AllocationReport of(Round round) {
    for (int i = 0; i < UNMEASURED; i++) {
      round.play(new AllocationReport());
    }
    AllocationReport report = new AllocationReport();
    round.play(report);
    for (int i = UNMEASURED + 1; i < MOST_ROUNDS && !report.scenarios.isEmpty(); i++) {
      AllocationReport again = new AllocationReport();
      round.play(again);
      again.scenarios.keySet().retainAll(report.scenarios.keySet());
      report = again;
    }
    return report;
  }

  /** What was measured last belongs to a scenario. */
  void add(String scenario, AllocationMeter meter) {
    measured++;
    passages += meter.passages();
    if (meter.bytes() != 0) {
      scenarios.put(measured, String.format("%-40s %s", meter, scenario));
      meter.places().keySet().forEach(place -> places.merge(place, 1, Integer::sum));
    }
  }

  /** Fails if anything was allocated, or if less was measured than there is. */
  void require(int atLeast) {
    if (!scenarios.isEmpty()) {
      System.out.println(this);
    }
    assertTrue(passages >= atLeast, () -> "only " + passages + " passages were measured");
    assertTrue(
        scenarios.isEmpty(),
        () ->
            String.format(
                "%d of %d scenarios allocate inside the gate, at %d places: %s",
                scenarios.size(), measured, places.size(), places));
  }

  @Override
  public String toString() {
    StringBuilder told = new StringBuilder("allocated inside the gate:\n");
    scenarios.values().forEach(each -> told.append("  ").append(each).append('\n'));
    told.append("before these accesses (in so many scenarios):\n");
    places.forEach(
        (place, count) -> told.append("  ").append(count).append(" × ").append(place).append('\n'));
    return told.toString();
  }
}
