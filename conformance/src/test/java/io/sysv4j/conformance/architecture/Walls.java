package io.sysv4j.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The walls between the rooms, as rules over the classes below one root package. The root is {@code
 * io.sysv4j} for the real house, and the package of a planted copy of it for the proof that each
 * rule catches what it forbids.
 */
final class Walls {
  private static final String CORE = "core";

  private final String root;

  Walls(String root) {
    this.root = root;
  }

  /** The module of a class, or empty when it is not ours. */
  Optional<String> moduleOf(JavaClass type) {
    return belowRoot(type)
        .map(path -> path.split("\\.", 2)[0])
        .map(first -> Rooms.MODULES.contains(first) ? first : CORE);
  }

  ArchRule coreUsesTheJdkAlone() {
    return forbid(
        "core depends on the JDK alone",
        CORE::equals,
        (from, to) -> !moduleOf(to).equals(Optional.of(CORE)) && !isOfTheJdk(to));
  }

  ArchRule librariesUseNoModuleButCore() {
    return forbid(
        "offheap, kernel, actors and tools use no module but core",
        Rooms.ON_CORE_ALONE::contains,
        (from, to) ->
            moduleOf(to).filter(m -> !m.equals(CORE) && !m.equals(moduleName(from))).isPresent());
  }

  ArchRule internalsStayInside() {
    return forbid(
        "packages named internal are used by no other module",
        module -> !Rooms.INSPECTORS.contains(module),
        (from, to) -> isInternal(to) && !moduleOf(to).equals(Optional.of(moduleName(from))));
  }

  ArchRule onlyMemoryUsesChronicle() {
    return forbid(
        "only " + Rooms.MEMORY + " uses net.openhft",
        module -> true,
        (from, to) -> isIn(to, "net.openhft") && !isIn(from, root + "." + Rooms.MEMORY));
  }

  ArchRule onlyActorsAndShowsUsePekko() {
    return forbid(
        "only actors, examples and benchmarks use org.apache.pekko",
        module -> !Rooms.PEKKO.contains(module),
        (from, to) -> isIn(to, "org.apache.pekko"));
  }

  ArchRule oneClassAModuleUsesJna() {
    return ArchRuleDefinition.classes()
        .that(describe("are ours", type -> moduleOf(type).isPresent()))
        .should(new OneTopLevelClassPerModule("com.sun.jna", this::moduleName))
        .as("at most one top-level class of each module uses com.sun.jna");
  }

  ArchRule offheapRoomsAreFreeOfCycles() {
    return slices()
        .matching(root + ".offheap.internal.(*)..")
        .should()
        .beFreeOfCycles()
        .as("the rooms of offheap.internal form no cycle");
  }

  ArchRule offheapRoomsCallDownwards() {
    return forbid(
        "the rooms of offheap.internal use only their own floor and those below",
        "offheap"::equals,
        (from, to) -> {
          int caller = floorOf(from);
          int called = floorOf(to);
          return caller >= 0 && called >= 0 && called < caller;
        });
  }

  ArchRule offheapRoomsHaveAFloor() {
    return ArchRuleDefinition.classes()
        .that(describe("are in offheap.internal", type -> roomOf(type).isPresent()))
        .should(
            new ArchCondition<>("be in a room that Rooms.OFFHEAP_FLOORS names") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                events.add(
                    new SimpleConditionEvent(
                        type, floorOf(type) >= 0, type.getName() + " is in a room without floor"));
              }
            })
        .as("every room of offheap.internal has its floor in Rooms.OFFHEAP_FLOORS");
  }

  /** No class of the chosen modules has a dependency that {@code breach} recognises. */
  private ArchRule forbid(
      String sentence, Predicate<String> modules, BiPredicate<JavaClass, JavaClass> breach) {
    return ArchRuleDefinition.classes()
        .that(
            describe("are bound by this wall", type -> moduleOf(type).filter(modules).isPresent()))
        .should(
            new ArchCondition<>("keep to it") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (Dependency use : type.getDirectDependenciesFromSelf()) {
                  JavaClass target = use.getTargetClass().getBaseComponentType();
                  boolean broken = breach.test(type, target);
                  events.add(new SimpleConditionEvent(type, !broken, use.getDescription()));
                }
              }
            })
        .as(sentence);
  }

  private String moduleName(JavaClass type) {
    return moduleOf(type).orElseThrow();
  }

  /** The room below {@code offheap.internal}; the empty name for a class right in it. */
  private Optional<String> roomOf(JavaClass type) {
    String internal = root + ".offheap.internal";
    if (!isIn(type, internal)) {
      return Optional.empty();
    }
    String rest = type.getPackageName().substring(internal.length());
    return Optional.of(rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0]);
  }

  /** The floor of the class's room, counted from the top, or -1. */
  private int floorOf(JavaClass type) {
    String room = roomOf(type).orElse("");
    for (int floor = 0; floor < Rooms.OFFHEAP_FLOORS.size(); floor++) {
      if (Rooms.OFFHEAP_FLOORS.get(floor).contains(room)) {
        return floor;
      }
    }
    return -1;
  }

  private Optional<String> belowRoot(JavaClass type) {
    if (!isIn(type, root)) {
      return Optional.empty();
    }
    String rest = type.getPackageName().substring(root.length());
    return Optional.of(rest.isEmpty() ? "" : rest.substring(1));
  }

  private boolean isInternal(JavaClass type) {
    return belowRoot(type).filter(path -> ("." + path + ".").contains(".internal.")).isPresent();
  }

  private static boolean isOfTheJdk(JavaClass type) {
    return type.isPrimitive() || isIn(type, "java") || isIn(type, "javax") || isIn(type, "jdk");
  }

  private static boolean isIn(JavaClass type, String parent) {
    return (type.getPackageName() + ".").startsWith(parent + ".");
  }
}
