package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.conformance.harness.Threads;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Mapped files keep the contract on virtual threads that share one carrier: the tests and their
 * sleepers are virtual, their peers are not. No test of the build by its name: the profile of newer
 * JDKs runs it, in a JVM with that one carrier.
 */
@ExtendWith(OnVirtualThreads.class)
class OneCarrier extends OffHeapContractTest {
  @Nested
  class Itself {
    @Test
    void shouldRunOnAVirtualThreadWithOneCarrier() {
      assertTrue(Threads.isVirtual());
      for (String limit : new String[] {"parallelism", "maxPoolSize"}) {
        assertEquals("1", System.getProperty("jdk.virtualThreadScheduler." + limit), limit);
      }
    }
  }
}
