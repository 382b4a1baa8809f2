package io.sysv4j.offheap.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing is allocated, and no class is loaded, between entering a gate and leaving it: whatever is
 * done there, and whoever repairs what another left. See {@link SetScenarios}, {@link
 * AllocationMeter}.
 */
class PassageAllocationTest {
  @Test
  void shouldMeasureWhatIsAllocated() {
    AllocationMeter meter = new AllocationMeter();
    byte[][] kept = new byte[2][];
    for (int round = 0; round < 3; round++) {
      meter.start();
      meter.enters();
      meter.leaves();
      assertEquals(0, meter.bytes(), "the meter itself allocates");
      meter.enters();
      kept[round % 2] = new byte[100];
      meter.leaves();
      meter.stop();
      assertTrue(meter.bytes() >= 100, () -> "it has not seen 100 bytes: " + meter);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SET, 200",
    "SET_AFTER_DEATH, 200",
    "SET_AFTER_ERROR, 200",
    "TABLES, 60",
    "TABLES_AFTER_DEATH, 200"
  })
  void shouldAllocateNothingInsideTheGate(String what, int leastPassages) throws Exception {
    List<String> told = PlainJvm.run(WarmPassages.class, what);
    int passages = Integer.parseInt(told.get(0));
    assertTrue(passages >= leastPassages, () -> "only " + passages + " passages were measured");
    assertEquals(List.of(), told.subList(1, told.size()));
  }
}
