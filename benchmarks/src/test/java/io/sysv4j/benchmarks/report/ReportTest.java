package io.sysv4j.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {
  @TempDir Path directory;

  @Test
  void shouldWriteTablesChartsAndRawNumbers() throws IOException {
    Report.write(directory, new Machine("quick"), everything());
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
      assertTrue(
          names.containsAll(List.of("bench.md", "bench.html", "bench.json")), names::toString);
      assertTrue(
          names.containsAll(List.of("goals.svg", "calls.svg", "handover.svg")), names::toString);
    }
    String html = Files.readString(directory.resolve("bench.html"));
    assertTrue(html.contains("<svg") && html.contains("<table>"));
    assertFalse(html.contains("src=") || html.contains("href="), "it must open without a network");
  }

  @Test
  void shouldDrawChartsThatAreXml() throws Exception {
    for (Map.Entry<String, String> chart : Charts.of(everything()).entrySet()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(chart.getValue())));
    }
  }

  @Test
  void shouldSayWhatAPeerLacks() {
    String peers = PeerTable.of(everything()).markdown();
    assertTrue(peers.contains("no atomic arrays"), peers);
    assertTrue(peers.contains("no cc"), peers);
  }

  @Test
  void shouldLeaveOutWhatWasNotAsked() {
    Results results = new Results();
    results.startRound(1);
    results.add(new Key(Work.ZERO, Subject.KERNEL, Metric.NS_PER_OP), 400);
    assertEquals(1, GoalTable.of(results).rows().size());
    assertEquals(1, PeerTable.of(results).rows().size());
    assertEquals(List.of("calls"), List.copyOf(Charts.of(results).keySet()));
  }

  @Test
  void shouldWriteNumbersWithThreeDigits() {
    assertEquals("4.80 ns", Quantity.duration(4.8));
    assertEquals("21.4 µs", Quantity.duration(21_400));
    assertEquals("165 ms", Quantity.duration(165e6));
    assertEquals("3.26 M/s", Quantity.rate(3.26e6));
    assertEquals("0 B/op", Quantity.of(0.004, Metric.BYTES_PER_OP));
  }

  @Test
  void shouldQuoteJson() {
    assertEquals("{\"a\\\"b\": [1, \"c\\u000a\"]}", Json.of(Map.of("a\"b", List.of(1, "c\n"))));
  }

  private static Results everything() {
    Results results = new Results();
    results.startRound(1);
    Histogram histogram = new Histogram(3);
    for (int i = 1; i < 1_000; i++) {
      histogram.recordValue(i * i);
    }
    for (Work work : Work.values()) {
      for (int size : new int[] {0, 1, 2, 16, 32_000, Work.SLEEPERS}) {
        for (Metric metric : Metric.values()) {
          results.add(new Key(work, size, Subject.OFFHEAP, metric), 20 + size / 1e4);
          results.add(new Key(work, size, Subject.KERNEL_C, metric), 300);
        }
      }
      results.addLatencies(work, Subject.OFFHEAP, histogram);
      results.note(work, Subject.SEM_T_C, "no cc");
    }
    return results;
  }
}
