package io.sysv4j.offheap.internal.layout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page that draws the files shows the diagrams of the classes that know them, line by line. */
class FormatPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern DIAGRAM = Pattern.compile("<pre>\n(.*?)</pre>", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Header",
        "NamespaceLayout",
        "ParticipantLayout",
        "SpaceLayout",
        "SlotLayout",
        "AttachLayout",
        "SetLayout",
        "SleeperLayout",
        "SleeperStatus",
        "RowLayout",
        "JournalLayout"
      })
  void shouldDrawWhatTheClassSays(String layout) throws IOException {
    List<String> page = Files.readAllLines(ROOT.resolve("docs/format.md"));
    Path source =
        ROOT.resolve("offheap/src/main/java/io/sysv4j/offheap/internal/layout/" + layout + ".java");
    Matcher diagram = DIAGRAM.matcher(Files.readString(source));
    int lines = 0;
    while (diagram.find()) {
      for (String line : diagram.group(1).split("\n")) {
        String drawn = plain(line);
        if (!drawn.isBlank()) {
          lines++;
          assertTrue(
              page.contains(drawn), "docs/format.md lacks this line of " + layout + ": " + drawn);
        }
      }
    }
    assertTrue(lines > 1, layout + " has no diagram");
  }

  private static String plain(String javadoc) {
    return javadoc
        .replaceFirst("^ ?\\* ?", "")
        .replaceAll("\\{@link #?([^}]*)}", "$1")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .stripTrailing();
  }
}
