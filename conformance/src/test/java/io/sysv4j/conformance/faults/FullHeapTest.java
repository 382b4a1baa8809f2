package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.IpcNamespace;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The heap of a JVM is full, so that its calls fail by OutOfMemoryErrors, and its helper threads
 * meet these, too; others go on meanwhile. When there is memory again it goes on itself.
 */
class FullHeapTest {
  private static final List<String> SMALL_HEAP =
      List.of("env", "JDK_JAVA_OPTIONS=-Xmx24m -XX:+UseSerialGC");

  private static final Duration GIVE_UP = Duration.ofSeconds(30);
  private static final int SECONDS = 5;

  /** Calls of some kind have failed; others need no memory. */
  private static final Pattern FAILED = Pattern.compile("=[1-9]");

  /**
   * A thread inside a gate does not wait for memory, but each collection of garbage stops it, too,
   * and on a busy machine these follow each other for long.
   */
  private static final String PATIENCE = "&gate-patience=20000";

  private Arena arena;
  private IpcNamespace ns;
  private TroubledCalls own;

  @BeforeEach
  void makeSet() {
    arena = new Arena();
    ns = IpcNamespace.open(uri() + PATIENCE);
    own = new TroubledCalls(ns);
    own.begin();
  }

  @AfterEach
  void cleanUp() {
    ns.close();
    arena.close();
  }

  /** Sets and segments that a failed call has made stay. */
  private String uri() {
    return "offheap:" + arena.dir() + "?semmni=8192&shmmni=8192";
  }

  @Test
  void shouldGoOnWhileTheHeapOfAJvmIsFullAndAfterwards() {
    try (Child child = Child.start(SMALL_HEAP, FullHeapMain.class, uri(), SECONDS)) {
      child.expect("ready");
      child.say("");
      long start = System.nanoTime();
      while (System.nanoTime() - start < Duration.ofSeconds(SECONDS).toNanos()) {
        assertTimeoutPreemptively(GIVE_UP, own::eachOnTheSet);
      }
      String said = child.line();
      System.out.println(said);
      assertTrue(said.endsWith("besides: null") && FAILED.matcher(said).find(), said);
      assertTimeoutPreemptively(GIVE_UP, own::eachOnTheSet, said);

      child.say("");
      assertEquals("futures have ended", child.lineOrEnd((int) GIVE_UP.toSeconds()), said);
      assertEquals("well", child.lineOrEnd((int) GIVE_UP.toSeconds()), said);
      child.kill();
      assertTimeoutPreemptively(GIVE_UP, own::eachAtRest, said);
    }
  }
}
