package io.sysv4j.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The demo from end to end, as a user starts it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoTest {
  private static final Pattern NAMESPACE = Pattern.compile("namespace +offheap:(\\S+)");
  private static final int CHECKS = 10;
  private static final int CHECKS_OF_DEATHS = 3;

  @TempDir Path directory;

  @Test
  void shouldMoveAFileThoughJvmsDieAtEachInstant() throws Exception {
    List<String> lines = run(0, "--kills", "4", "--chunk", "16K", "--slots", "4", file(1_000_003));
    assertEquals(CHECKS, count(lines, "  true  "), String.join("\n", lines));
    assertEquals(4, count(lines, "SIGKILL."), String.join("\n", lines));
    assertEquals(3, count(lines, "EIDRM (Identifier removed)") - 1, String.join("\n", lines));
    assertFalse(Files.exists(namespaceIn(lines)), "left behind");
  }

  @Test
  void shouldMoveAFileOverTheKernelToo() throws Exception {
    List<String> lines = run(0, "--namespace", "kernel:/", "--chunk", "64K", file(1_000_003));
    assertEquals(CHECKS, count(lines, "  true  "), String.join("\n", lines));
  }

  @Test
  void shouldUseANamespaceThatIsThereAndLeaveIt() throws Exception {
    Path namespace = Files.createDirectory(directory.resolve("namespace"));
    run(0, "--kills", "0", "--namespace", "offheap:" + namespace, file(100_000));
    assertTrue(Files.exists(namespace));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1"})
  void shouldMoveAnEmptyAndATinyFile(int size, int killed) throws Exception {
    List<String> lines = run(0, file(size));
    assertEquals(killed, count(lines, "SIGKILL."), String.join("\n", lines));
    int checks = killed == 0 ? CHECKS - CHECKS_OF_DEATHS : CHECKS;
    assertEquals(checks, count(lines, "  true  "), String.join("\n", lines));
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsTerminated() throws Exception {
    Process demo = start(file(50_000_000));
    Path namespace = null;
    try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = new ArrayList<>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (line.contains("workers")) {
          namespace = namespaceIn(lines);
          assertTrue(Files.exists(namespace));
          demo.toHandle().destroy();
        }
      }
      assertEquals(128 + 15, demo.waitFor());
    } finally {
      demo.destroyForcibly();
    }
    assertNotNull(namespace);
    assertFalse(Files.exists(namespace), "left behind");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/no/such/file|no such file",
        "/tmp|is a directory",
        "/dev/null|not a regular file",
        "--kills 101 FILE|--kills must be 0..100",
        "--kills -1 FILE|--kills must be 0..100",
        "--slots 0 FILE|slots must be",
        "--slots many FILE|is not an int",
        "--chunk 0 FILE|at least 1 byte",
        "--chunk 3Q FILE|is not a size",
        "--chunk 1 FILE|choose chunks of at least 4 bytes",
        "--chunk 1024M --slots 2 FILE|more than 1 GiB",
        "--namespace nowhere:/ FILE|no provider",
        "FILE FILE|Unmatched argument",
        "--unknown|Unknown option"
      })
  void shouldRefuseBadInput(String argumentsAndComplaint) throws Exception {
    String[] parts = argumentsAndComplaint.split("\\|");
    String[] arguments = parts[0].replace("FILE", file(100_000)).split(" ");
    StringWriter errors = new StringWriter();
    CommandLine demo = Demo.commandLine().setErr(new PrintWriter(errors));
    assertEquals(2, demo.execute(arguments), errors.toString());
    assertTrue(errors.toString().contains(parts[1]), errors.toString());
  }

  private String file(int size) throws IOException {
    Path file = directory.resolve("source-" + size);
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(file, bytes).toString();
  }

  private static List<String> run(int status, String... arguments)
      throws IOException, InterruptedException {
    Process demo = start(arguments);
    try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = out.lines().toList();
      assertEquals(status, demo.waitFor(), String.join("\n", lines));
      return lines;
    } finally {
      demo.destroyForcibly();
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static long count(List<String> lines, String part) {
    return lines.stream().filter(line -> line.contains(part)).count();
  }

  private static Path namespaceIn(List<String> lines) {
    Matcher matcher = NAMESPACE.matcher(String.join("\n", lines));
    assertTrue(matcher.find(), String.join("\n", lines));
    return Path.of(matcher.group(1));
  }
}
