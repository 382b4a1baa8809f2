package io.sysv4j.conformance.pages;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each row of docs/differences.md names the test that pins it. */
class DifferencesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "differences.md");
  private static final Pattern ROW = Pattern.compile("\\| (?!what |-).* \\| `(\\w+\\.\\w+)` \\|");

  @Test
  void shouldNameATestInEachRow() throws IOException {
    Set<String> tests =
        new ClassFileImporter()
            .importPackages("io.sysv4j.conformance").stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Test.class))
                .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
                .collect(Collectors.toSet());
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| what "))
            .collect(Collectors.toList());
    assertFalse(rows.isEmpty());
    for (String row : rows) {
      Matcher named = ROW.matcher(row);
      assertTrue(named.matches() && tests.contains(named.group(1)), row);
    }
  }
}
