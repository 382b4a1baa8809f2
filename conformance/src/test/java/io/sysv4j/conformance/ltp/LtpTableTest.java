package io.sysv4j.conformance.ltp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** docs/ltp.md and the tests say the same: which rows pass, and how many. */
class LtpTableTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\S+) \\| .* \\| passes\\b.*$");
  private static final Pattern TOTAL = Pattern.compile("\\*\\*(\\d+) of (\\d+) rows");

  private static String document() throws IOException {
    return Files.readString(Path.of("..", "docs", "ltp.md"));
  }

  private static Set<String> tested(Class<?> suite) {
    Set<String> rows = new TreeSet<>();
    for (Class<?> cases : suite.getDeclaredClasses()) {
      for (Method method : cases.getSuperclass().getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          String row = method.getAnnotation(DisplayName.class).value().split(" ")[0];
          assertEquals(row.replaceAll("[#/]", "_"), method.getName());
          rows.add(row);
        }
      }
    }
    return rows;
  }

  @Test
  void shouldListTheRowsThatAreTested() throws IOException {
    Set<String> listed = new TreeSet<>();
    Matcher row = ROW.matcher(document());
    while (row.find()) {
      listed.add(row.group(1));
    }

    assertEquals(listed, tested(OffHeapLtpTest.class));
    assertEquals(listed, tested(KernelLtpTest.class));
  }

  @Test
  void shouldCountTheRows() throws IOException {
    Matcher total = TOTAL.matcher(document());

    assertTrue(total.find());
    assertEquals(tested(OffHeapLtpTest.class).size(), Integer.parseInt(total.group(1)));
  }
}
