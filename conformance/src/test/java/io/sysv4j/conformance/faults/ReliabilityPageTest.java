package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/reliability.md names exists. */
class ReliabilityPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))`");

  @Test
  void shouldNameOnlyTestsThatExist() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher names = TEST.matcher(Files.readString(ROOT.resolve("docs/reliability.md")));
    while (names.find()) {
      named.add(names.group(1));
    }
    assertTrue(named.size() > 10, () -> "too few are named to be all: " + named);
    named.removeAll(sources());
    assertEquals(Set.of(), named, "named, but not there");
  }

  private static Set<String> sources() throws IOException {
    Set<String> sources = new TreeSet<>();
    for (String root :
        new String[] {"conformance/src/main", "conformance/src/test", "offheap/src/test"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(root))) {
        sources.addAll(
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".java"))
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .collect(Collectors.toSet()));
      }
    }
    return sources;
  }
}
