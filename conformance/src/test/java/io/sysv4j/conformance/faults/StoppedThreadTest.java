package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sysv4j.IpcNamespace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads are stopped by {@code Thread.stop} at any instant of a call: the other threads of that
 * JVM go on, and so do other JVMs.
 */
class StoppedThreadTest {
  private static final Duration GIVE_UP = Duration.ofSeconds(30);
  private static final int STOPS = 270;

  /** In interpreted code a stop may strike at any instruction; in compiled code at few. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xmixed", "-Xint"})
  void shouldGoOnWhenThreadsAreStopped(String mode) {
    try (Arena arena = new Arena();
        IpcNamespace ns =
            IpcNamespace.open("offheap:" + arena.dir() + "?semmni=8192&shmmni=8192")) {
      TroubledCalls own = new TroubledCalls(ns);
      own.begin();
      try (Child child =
          Child.startWith(List.of(mode), StopMain.class, "offheap:" + arena.dir(), STOPS)) {
        String first = child.line();
        assumeTrue(first.equals("ready"), first);
        String said = null;
        while (said == null) {
          assertTimeoutPreemptively(GIVE_UP, own::each);
          said = child.lineNow();
        }
        System.out.println(said);
        assertTrue(said.endsWith(", null"), said);
        child.say("");
        assertEquals("well", child.lineOrEnd((int) GIVE_UP.toSeconds()), said);
        child.kill();
        assertTimeoutPreemptively(GIVE_UP, own::eachAtRest, said);
      }
    }
  }
}
