package io.sysv4j.offheap.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * JVMs in which a thread allocates what the sources say, no more and no less. HotSpot's optimising
 * compiler does without some objects, and makes them when code is given up; and who gives it the
 * first method of a class to compile makes the string constants of that class.
 */
final class PlainJvm {
  private PlainJvm() {}

  /** Runs a main class; answers the lines that it wrote. */
  static List<String> run(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Path told = Files.createTempFile("told", null);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(told.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it does not end");
      assertEquals(0, process.exitValue(), () -> "it failed: " + command);
      return Files.readAllLines(told);
    } finally {
      process.destroyForcibly();
      Files.delete(told);
    }
  }
}
