package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.layout.SetLayout;
import java.util.Map;

/**
 * A JVM that has done nothing yet: it opens a namespace, does a few steps with a set that is there,
 * and tells what it allocated and loaded inside the set's gate. Run by {@link
 * ColdPassageAllocationTest}.
 */
final class ColdPassages {
  private ColdPassages() {}

  /** Arguments: the directory, the set, how many semaphores it has, the steps. */
  public static void main(String[] arguments) {
    AllocationMeter meter = new AllocationMeter();
    warm(meter);
    Options options = new Options(arguments[0], false, 0, Options.DEFAULT_PATIENCE, Map.of());
    World world =
        new World(
            options,
            (real, life) ->
                new MeteredMemory(
                    real, real, life, meter, real.name().contains("/sem-") ? SetLayout.GATE : -1));
    world.use(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    meter.start();
    for (Step step : Step.parseAll(arguments[3])) {
      world.perform(step);
    }
    meter.stop();
    tell(meter);
    world.abandon();
  }

  /** Tells what was measured: how many passages, bytes, and classes; and then the places. */
  static void tell(AllocationMeter meter) {
    System.out.println(meter.passages() + " " + meter.bytes() + " " + meter.classes());
    meter.places().forEach((place, bytes) -> System.out.println(bytes + " before " + place));
  }

  /** The meter itself is not to be measured. */
  static void warm(AllocationMeter meter) {
    meter.start();
    meter.enters();
    meter.look();
    meter.leaves();
    meter.stop();
    if (meter.bytes() != 0 || meter.classes() != 0) {
      throw new AssertionError("the meter itself allocates: " + meter);
    }
  }
}
