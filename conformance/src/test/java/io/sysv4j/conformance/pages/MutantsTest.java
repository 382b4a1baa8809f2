package io.sysv4j.conformance.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bugs that {@code docs/mutants/check} plants: each still fits the sources, and has a net. */
class MutantsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path MUTANTS = ROOT.resolve("docs/mutants");
  private static final Pattern ROW = Pattern.compile("(?m)^([a-z-]+)\\|");

  static List<Path> patches() throws IOException {
    try (Stream<Path> files = Files.list(MUTANTS)) {
      return files.filter(file -> file.toString().endsWith(".patch")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("patches")
  void shouldFitTheSources(Path patch) throws IOException {
    List<String> misfits = new ArrayList<>();
    String source = null;
    StringBuilder before = new StringBuilder();
    for (String line : Files.readAllLines(patch)) {
      boolean isHeader = line.startsWith("+++ ") || line.startsWith("--- ");
      if (line.startsWith("diff ") || line.startsWith("@@")) {
        compare(source, before, misfits);
      } else if (line.startsWith("--- a/")) {
        source = Files.readString(ROOT.resolve(line.substring("--- a/".length())));
      } else if (source != null && !isHeader && (line.startsWith(" ") || line.startsWith("-"))) {
        before.append(line, 1, line.length()).append('\n');
      }
    }
    assertFalse(source == null, "it changes no file");
    compare(source, before, misfits);
    assertEquals(List.of(), misfits, "not in the sources any more");
  }

  private static void compare(String source, StringBuilder before, List<String> misfits) {
    if (before.length() > 0 && !source.contains(before)) {
      misfits.add(before.toString());
    }
    before.setLength(0);
  }

  @Test
  void shouldBeListed() throws IOException {
    SortedSet<String> planted = new TreeSet<>();
    patches().forEach(patch -> planted.add(patch.getFileName().toString().replace(".patch", "")));
    SortedSet<String> listed = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(MUTANTS.resolve("check")));
    while (row.find()) {
      listed.add(row.group(1));
    }
    assertEquals(planted, listed);
  }
}
