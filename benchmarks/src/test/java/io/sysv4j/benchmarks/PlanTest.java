package io.sysv4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.benchmarks.results.Goals;
import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Work;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTest {
  static Stream<Profile> profiles() {
    return Stream.of(Profile.QUICK, Profile.FULL);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void shouldMeasureWhateverAGoalCompares(Profile profile) {
    List<Step> steps = plan(profile, List.of("offheap", "kernel"));
    Goals.all().stream()
        .flatMap(goal -> Stream.of(goal.ours(), goal.peer()))
        .filter(Objects::nonNull)
        .forEach(key -> assertTrue(steps.stream().anyMatch(s -> measures(s, key)), key::toString));
  }

  @Test
  void shouldMeasureEachWork() {
    Set<Work> works =
        plan(Profile.QUICK, List.of("kernel")).stream().map(Step::work).collect(Collectors.toSet());
    assertEquals(EnumSet.allOf(Work.class), works);
  }

  private static boolean measures(Step step, Key key) {
    return step.work() == key.work()
        && step.subjects().contains(key.subject())
        && (!(step instanceof JmhStep) || ((JmhStep) step).size() == key.size());
  }

  private static List<Step> plan(Profile profile, List<String> providers) {
    return Plan.of(profile, Path.of("/nowhere"), providers, Optional.empty(), null);
  }
}
