package io.sysv4j.conformance.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.sysv4j.conformance.planted.PlantedContract;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Each wall, held against a small planted house with one breach of each wall: the rule must report
 * the planted culprits, and nobody else.
 */
class PlantedViolationsTest {
  private static final String ROOT = PlantedContract.class.getPackageName();
  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);
  private static final Pattern CULPRIT = Pattern.compile("\\bBreach\\w+");

  private final Walls walls = new Walls(ROOT);

  @Test
  void shouldCatchAThirdPartyTypeInCore() {
    assertCatches(walls.coreUsesTheJdkAlone(), "BreachOfCore");
  }

  @Test
  void shouldCatchAModuleBesideCore() {
    assertCatches(walls.librariesUseNoModuleButCore(), "BreachOfArrows", "BreachOfInternals");
  }

  @Test
  void shouldCatchAUseOfAnotherModulesInternals() {
    assertCatches(walls.internalsStayInside(), "BreachOfInternals");
  }

  @Test
  void shouldCatchChronicleOutsideMemory() {
    assertCatches(walls.onlyMemoryUsesChronicle(), "BreachOfMemory");
  }

  @Test
  void shouldCatchPekkoInTools() {
    assertCatches(walls.onlyActorsAndShowsUsePekko(), "BreachOfPekko");
  }

  @Test
  void shouldCatchASecondUserOfJna() {
    assertCatches(walls.oneClassAModuleUsesJna(), "BreachOfJnaFirst", "BreachOfJnaSecond");
  }

  @Test
  void shouldCatchACycleOfRooms() {
    assertCatches(
        walls.offheapRoomsAreFreeOfCycles(), "BreachOfCycleInMemory", "BreachOfCycleInProcess");
  }

  @Test
  void shouldCatchACallUpstairs() {
    assertCatches(walls.offheapRoomsCallDownwards(), "BreachOfFloors");
  }

  @Test
  void shouldCatchARoomWithoutFloor() {
    assertCatches(walls.offheapRoomsHaveAFloor(), "BreachOfPlan");
  }

  private static void assertCatches(ArchRule wall, String... culprits) {
    String report = assertThrows(AssertionError.class, () -> wall.check(PLANTED)).getMessage();
    List<String> details = report.lines().skip(1).filter(line -> line.contains(ROOT)).toList();
    assertTrue(
        details.stream().allMatch(line -> CULPRIT.matcher(line).find()),
        "a line of the report names no planted culprit:\n" + report);
    SortedSet<String> named =
        CULPRIT
            .matcher(String.join("\n", details))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(Arrays.asList(culprits)), named, report);
  }
}
