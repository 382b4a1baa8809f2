package io.sysv4j.conformance.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * In each module at most one top-level class, with the classes nested in it, uses a library: what
 * it declares there is all that the module asks of that library.
 */
final class OneTopLevelClassPerModule extends ArchCondition<JavaClass> {
  private final String library;
  private final Function<JavaClass, String> moduleOf;
  private final Map<String, SortedSet<String>> usersByModule = new TreeMap<>();

  OneTopLevelClassPerModule(String library, Function<JavaClass, String> moduleOf) {
    super("be the only one of its module that uses " + library);
    this.library = library;
    this.moduleOf = moduleOf;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    boolean uses =
        type.getDirectDependenciesFromSelf().stream()
            .map(use -> use.getTargetClass().getBaseComponentType().getPackageName() + ".")
            .anyMatch(name -> name.startsWith(library + "."));
    if (uses) {
      usersByModule
          .computeIfAbsent(moduleOf.apply(type), module -> new TreeSet<>())
          .add(topLevelNameOf(type));
    }
  }

  @Override
  public void finish(ConditionEvents events) {
    usersByModule.forEach(
        (module, users) ->
            events.add(
                new SimpleConditionEvent(
                    users, users.size() == 1, module + " uses " + library + " in " + users)));
  }

  private static String topLevelNameOf(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getName();
  }
}
