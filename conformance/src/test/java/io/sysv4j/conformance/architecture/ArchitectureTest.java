package io.sysv4j.conformance.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls of the house, checked over the production classes of all modules. */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sysv4j");

  private final Walls walls = new Walls("io.sysv4j");

  @TestFactory
  Stream<DynamicTest> shouldKeepEveryWall() {
    return Stream.of(
            walls.coreUsesTheJdkAlone(),
            walls.librariesUseNoModuleButCore(),
            walls.internalsStayInside(),
            walls.onlyMemoryUsesChronicle(),
            walls.onlyActorsAndShowsUsePekko(),
            walls.oneClassAModuleUsesJna(),
            walls.offheapRoomsAreFreeOfCycles(),
            walls.offheapRoomsCallDownwards(),
            walls.offheapRoomsHaveAFloor())
        .map(wall -> DynamicTest.dynamicTest(wall.getDescription(), () -> check(wall)));
  }

  /** A wall over no class says nothing; this says that no module with classes goes unseen. */
  @Test
  void shouldSeeEveryModuleThatHasSources() throws IOException {
    SortedSet<String> seen =
        HOUSE.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(type -> walls.moduleOf(type).orElseThrow())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(modulesWithSources(), seen);
  }

  private static void check(ArchRule wall) {
    // A rule may find no class to bind: not every module has some. That none is overlooked is
    // shouldSeeEveryModuleThatHasSources' concern.
    wall.allowEmptyShould(true).check(HOUSE);
  }

  private static SortedSet<String> modulesWithSources() throws IOException {
    SortedSet<String> found = new TreeSet<>();
    for (String module : Rooms.MODULES) {
      if (hasSources(module)) {
        found.add(module);
      }
    }
    if (hasSources("core")) {
      found.add("core");
    }
    return found;
  }

  private static boolean hasSources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> name.endsWith(".java") && !name.equals("package-info.java"));
    }
  }
}
