package io.sysv4j.offheap.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which passages through a gate allocated something, and where. */
final class AllocationReport {
  private final List<String> scenarios = new ArrayList<>();
  private final Map<String, Integer> places = new TreeMap<>();
  private int measured;
  private int passages;

  /** What was measured last belongs to a scenario. */
  void add(String scenario, AllocationMeter meter) {
    measured++;
    passages += meter.passages();
    if (meter.bytes() != 0) {
      scenarios.add(String.format("%-40s %s", meter, scenario));
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
    scenarios.forEach(scenario -> told.append("  ").append(scenario).append('\n'));
    told.append("before these accesses (in so many scenarios):\n");
    places.forEach(
        (place, count) -> told.append("  ").append(count).append(" × ").append(place).append('\n'));
    return told.toString();
  }
}
