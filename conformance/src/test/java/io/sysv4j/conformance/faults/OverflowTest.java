package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.IpcNamespace;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stack is full at every depth of a call, in a JVM that lives on: the others go on, and so does
 * that JVM itself; what its calls did they did wholly or not at all.
 */
class OverflowTest {
  private static final int SMALL = 300 * 1024;
  private static final int GIVE_UP_SECONDS = 30;

  /** Sets and segments that a failed call has made stay. */
  private static final String LIMITS = "?semmni=8192&shmmni=8192";

  private Arena arena;
  private IpcNamespace ns;
  private TroubledCalls own;

  @BeforeEach
  void makeSet() {
    arena = new Arena();
    ns = IpcNamespace.open(uri());
    own = new TroubledCalls(ns);
    own.begin();
  }

  @AfterEach
  void cleanUp() {
    ns.close();
    arena.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnAfterTheFirstCallsOfAJvmOverflow(TroubledCalls.Kind kind) {
    overflow(SMALL, "cold", kind.name());
  }

  @ParameterizedTest(name = "stack of {0} bytes")
  @ValueSource(ints = {SMALL, 0})
  void shouldGoOnAfterCompiledCallsOverflow(int stack) {
    String all =
        Arrays.stream(TroubledCalls.Kind.values()).map(Enum::name).collect(Collectors.joining(","));
    overflow(stack, "warm", all);
  }

  @Test
  void shouldGoOnAfterTheFirstCallsOnTheMainThreadOverflow() {
    overflow(0, "cold", "UNDO,REGISTRY");
  }

  private String uri() {
    return "offheap:" + arena.dir() + LIMITS;
  }

  private void overflow(int stack, String state, String kinds) {
    try (Child child = Child.start(OverflowMain.class, uri(), stack, state, kinds)) {
      String said = child.line();
      System.out.println(kinds + ", " + state + ", stack " + stack + ": " + said);
      assertTrue(said.endsWith("besides: null") && !said.contains(" 0 overflowed"), said);
      assertTimeoutPreemptively(Duration.ofSeconds(GIVE_UP_SECONDS), own::each, said);

      child.say("");
      assertEquals("futures have ended", child.lineOrEnd(GIVE_UP_SECONDS), said);
      assertEquals("well", child.lineOrEnd(GIVE_UP_SECONDS), said);
      child.kill();
      assertTimeoutPreemptively(Duration.ofSeconds(GIVE_UP_SECONDS), own::eachAtRest, said);
      assertEquals(TroubledCalls.UNITS, own.units());
    }
  }
}
