package io.sysv4j.offheap.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sysv4j.Ipc;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A living JVM holds nobody up whose thread has lost its frames inside a gate. */
class DroppedFramesTest {
  private static final Duration GIVE_UP = Duration.ofSeconds(20);

  @TempDir Path dir;

  @Test
  void shouldHoldNobodyUpWhenAThreadLosesItsFramesInsideAGate() throws Exception {
    Options options = Options.of(URI.create("offheap:" + dir + "?gate-patience=20000"));
    Engine engine = Engine.openAttended(options, UnaryOperator.identity());
    try {
      Process process = start();
      try (BufferedReader told = process.inputReader()) {
        assertEquals(
            "Java heap space: failed reallocation of scalar replaced objects", told.readLine());
        assertTimeoutPreemptively(GIVE_UP, () -> engine.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600));
      } finally {
        process.destroyForcibly().waitFor();
      }
    } finally {
      engine.closeAlone();
    }
  }

  private Process start() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-Xbatch", // what is to be compiled is compiled before the next call
            "-cp",
            System.getProperty("java.class.path"),
            DroppedFrames.class.getName(),
            "offheap:" + dir)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
