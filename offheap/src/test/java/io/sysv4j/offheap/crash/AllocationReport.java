package io.sysv4j.offheap.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which passages through a gate allocated something, and where. */
final class AllocationReport {
  private final List<String> scenarios = new ArrayList<>();
  private final Map<String, Integer> places = new TreeMap<>();
  private int passages;

  /** What was measured last belongs to a scenario. */
  void add(String scenario, AllocationMeter meter) {
    passages += meter.passages();
    if (meter.bytes() != 0) {
      scenarios.add(String.format("%-40s %s", meter, scenario));
      meter.places().keySet().forEach(place -> places.merge(place, 1, Integer::sum));
    }
  }

  /** How many passages were measured; and, if anything was allocated, what and where. */
  void tell() {
    System.out.println(passages);
    if (!scenarios.isEmpty()) {
      System.out.println(this);
    }
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
