package io.sysv4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command as a user does, with a part of the questions. */
class BenchTest {
  @TempDir Path out;
  private Process process;

  @Test
  void shouldMeasureOneProcessAndSeveral() throws IOException, InterruptedException {
    assertEquals(0, bench("quick", "--only", "^(ZERO|CROWD)$"), this::said);
    String table = Files.readString(out.resolve("bench.md"));
    assertTrue(row(table, "wait for zero that holds").contains("ns"), table);
    assertTrue(row(table, "eight sleepers released by one operation").contains("/s"), table);
    assertEquals(List.of(), scratches(), "nothing may be left in memory");
    assertFalse(Files.exists(out.resolve("jmh.lock")), "nor in the directory for temporary files");
  }

  @Test
  void shouldExplainItselfToWhoeverMistypes() throws IOException, InterruptedException {
    assertEquals(64, bench("quack"));
    assertTrue(said().contains("unknown argument 'quack'"), this::said);
    assertTrue(said().contains("Usage: ./sysv4j bench"), this::said);
  }

  private int bench(String... args) throws IOException, InterruptedException {
    Stream<String> command =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + out,
            "-cp",
            System.getProperty("java.class.path"),
            Bench.class.getName());
    process =
        new ProcessBuilder(
                Stream.of(command, Stream.of(args), Stream.of("--out", out.toString()))
                    .flatMap(words -> words)
                    .collect(Collectors.toList()))
            .redirectErrorStream(true)
            .redirectOutput(out.resolve("said").toFile())
            .start();
    return process.waitFor();
  }

  private String said() {
    try {
      return Files.readString(out.resolve("said"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String row(String table, String work) {
    return table.lines().filter(line -> line.startsWith("| " + work)).findFirst().orElse("");
  }

  private List<Path> scratches() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("sysv4j-bench-" + process.pid()))
          .collect(Collectors.toList());
    }
  }
}
