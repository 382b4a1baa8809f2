package io.sysv4j.conformance.architecture;

import java.util.List;
import java.util.Set;

/**
 * The floor plan that {@link Walls} enforces, in one place: which modules there are, who may call
 * whom, and how the rooms inside {@code offheap.internal} lie above each other.
 */
final class Rooms {
  /** Every module but core, by the name of its package below the root; core is all the rest. */
  static final List<String> MODULES =
      List.of("offheap", "kernel", "actors", "tools", "examples", "benchmarks", "conformance");

  /** The modules that may use core only. The others see everything. */
  static final List<String> ON_CORE_ALONE = List.of("offheap", "kernel", "actors", "tools");

  /** The modules that may look into the internals of others: they torture and measure them. */
  static final Set<String> INSPECTORS = Set.of("conformance", "benchmarks");

  /** The modules that may use Pekko. */
  static final Set<String> PEKKO = Set.of("actors", "examples", "benchmarks");

  /** The one package that may use Chronicle. */
  static final String MEMORY = "offheap.internal.memory";

  /**
   * The rooms of {@code offheap.internal}, top floor first: a room may use the rooms of its own
   * floor and of those below. A new room must be given its floor here.
   */
  static final List<Set<String>> OFFHEAP_FLOORS =
      List.of(
          Set.of("engine"),
          Set.of("sem"),
          Set.of("undo", "registry"),
          Set.of("sync"),
          Set.of("process", "memory", "nativeio"),
          Set.of("layout"));

  private Rooms() {}
}
