package io.sysv4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClockTest {
  @Test
  void shouldAgreeOnlyOnWhatOneStepMayHaveTaken() throws InterruptedException {
    Clock clock = new Clock();
    clock.stepBegins();
    long second = System.currentTimeMillis() / 1000;
    clock.tick();
    clock.stepEnds();
    assertTrue(clock.agree(second, second + 1));
    assertTrue(clock.agree(5, 5));
    assertFalse(clock.agree(0, second), "never and now");
    assertFalse(clock.agree(second, second + 1000));
  }
}
