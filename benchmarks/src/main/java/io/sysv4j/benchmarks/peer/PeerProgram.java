package io.sysv4j.benchmarks.peer;

import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import org.HdrHistogram.Histogram;

/**
 * The compiled C program. It asks the kernel and {@code sem_t} the same questions in the same
 * shapes, so that no binding's cost is charged to them.
 */
public final class PeerProgram {
  private static final List<String> SOURCES =
      List.of("peer.h", "peer.c", "calls.c", "handover.c", "crowd.c");

  private final Path binary;

  private PeerProgram(Path binary) {
    this.binary = binary;
  }

  /** Compiles the program into a directory; empty where there is no {@code cc}. */
  public static Optional<PeerProgram> compile(Path directory) throws IOException {
    Path binary = Files.createDirectories(directory).resolve("peer").toAbsolutePath();
    List<String> command =
        new ArrayList<>(List.of("cc", "-O2", "-pthread", "-o", binary.toString()));
    for (String name : SOURCES) {
      Path source = directory.resolve(name);
      try (InputStream resource = PeerProgram.class.getResourceAsStream(name)) {
        Files.copy(resource, source, StandardCopyOption.REPLACE_EXISTING);
      }
      if (name.endsWith(".c")) {
        command.add(source.toString());
      }
    }
    Process cc;
    try {
      cc = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException noSuchProgram) {
      return Optional.empty();
    }
    String said = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (statusOf(cc) != 0) {
      throw new IOException("cc could not compile the C side: " + said);
    }
    return Optional.of(new PeerProgram(binary));
  }

  /** Measures a work, for about this long a subject. */
  public void measure(Work work, int millis, Results results) throws IOException {
    Process peer =
        new ProcessBuilder(binary.toString(), work.name(), Integer.toString(millis))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = peer.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line -> take(work, new StringTokenizer(line), results));
    } finally {
      peer.getOutputStream().close();
    }
    if (statusOf(peer) != 0) {
      throw new IOException("the C side ended with status " + statusOf(peer) + " in " + work);
    }
  }

  private static void take(Work work, StringTokenizer words, Results results) {
    Subject subject = Subject.valueOf(words.nextToken());
    String kind = words.nextToken();
    if (!kind.equals("samples")) {
      Metric metric = Metric.valueOf(words.nextToken());
      double value = Double.parseDouble(words.nextToken());
      results.add(new Key(work, Integer.parseInt(kind), subject, metric), value);
      return;
    }
    boolean closedLoop = words.nextToken().equals("CLOSED");
    Histogram histogram = new Histogram(3);
    while (words.hasMoreTokens()) {
      histogram.recordValue(Math.max(0, Long.parseLong(words.nextToken())));
    }
    if (closedLoop) {
      results.addClosedLoop(work, subject, histogram);
    } else {
      results.addLatencies(work, subject, histogram);
    }
  }

  private static int statusOf(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
