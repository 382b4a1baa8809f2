package io.sysv4j.conformance.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Model and code name each other. Every method that the models or the protocol's page name exists;
 * every step of a model names one; and every method of the classes that are the protocol is named
 * by a model, or by the page with the reason why not.
 */
class MappingTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern METHOD = Pattern.compile("\\b[A-Z]\\w+\\.[a-z]\\w+\\b");
  private static final Pattern STEP = Pattern.compile("^\\s*:: (d_step|CALL|TAKESTACK).*");
  private static final Set<String> PROTOCOL =
      Set.of("Gate", "Journal", "Applier", "HandOver", "Recovery", "AsyncBell", "ThreadSleep");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sysv4j.offheap.internal", "io.sysv4j.law");

  private static final SortedSet<String> METHODS =
      CODE.stream()
          .flatMap(type -> type.getMethods().stream())
          .map(MappingTest::name)
          .collect(Collectors.toCollection(TreeSet::new));

  @Test
  void shouldNameOnlyMethodsThatExist() throws IOException {
    SortedSet<String> named = namedByModels();
    named.addAll(namedIn(Files.readString(DOCS.resolve("protocol.md"))));
    assertTrue(named.size() > 80, () -> "too few are named to be all: " + named);
    named.removeAll(METHODS);
    assertEquals(Set.of(), named, "named, but not in the code");
  }

  @Test
  void shouldNameTheMethodOfEveryStep() throws IOException {
    List<String> nameless = new ArrayList<>();
    for (String model : List.of("semset.pml", "dispatcher.pml")) {
      nameless.addAll(stepsWithoutMethod(Files.readAllLines(DOCS.resolve("model").resolve(model))));
    }
    assertEquals(List.of(), nameless);
  }

  @Test
  void shouldAccountForEveryMethodOfTheProtocol() throws IOException {
    SortedSet<String> unnamed =
        CODE.stream()
            .filter(type -> PROTOCOL.contains(type.getSimpleName()))
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
            .map(MappingTest::name)
            .collect(Collectors.toCollection(TreeSet::new));
    unnamed.removeAll(namedByModels());
    unnamed.removeAll(namedIn(Files.readString(DOCS.resolve("protocol.md"))));
    assertEquals(Set.of(), unnamed, "in the code, but in neither model nor page");
  }

  /** A step names its methods in its line, or is in a paragraph whose first line is a comment. */
  private static List<String> stepsWithoutMethod(List<String> lines) {
    List<String> nameless = new ArrayList<>();
    boolean inThread = false;
    boolean isNamed = false;
    for (String line : lines) {
      inThread |= line.startsWith("proctype");
      inThread &= !line.startsWith("proctype Killer") && !line.startsWith("proctype Checker");
      if (line.isBlank()) {
        isNamed = false;
      }
      isNamed |= !namedIn(line).isEmpty();
      if (inThread && STEP.matcher(line).matches() && !isNamed) {
        nameless.add(line.strip());
      }
    }
    return nameless;
  }

  private static SortedSet<String> namedByModels() throws IOException {
    SortedSet<String> named = new TreeSet<>();
    for (String model : List.of("semset.pml", "dispatcher.pml")) {
      named.addAll(namedIn(Files.readString(DOCS.resolve("model").resolve(model))));
    }
    return named;
  }

  private static SortedSet<String> namedIn(String text) {
    SortedSet<String> named = new TreeSet<>();
    Matcher matcher = METHOD.matcher(text);
    while (matcher.find()) {
      if (!matcher.group().equals("Class.method")) {
        named.add(matcher.group());
      }
    }
    return named;
  }

  private static String name(JavaMethod method) {
    return method.getOwner().getSimpleName() + "." + method.getName();
  }
}
