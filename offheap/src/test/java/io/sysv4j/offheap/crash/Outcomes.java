package io.sysv4j.offheap.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * What may have come of M's step: the models in which it has not been done, and those in which it
 * has. One of them must be what is seen.
 */
final class Outcomes {
  private final List<Model> without;
  private final List<Model> with;

  Outcomes(List<Model> without, List<Model> with) {
    this.without = new ArrayList<>(without);
    this.with = new ArrayList<>(with);
  }

  // ---- while nobody has repaired anything --------------------------------------------------

  /**
   * Those who sleep see that they are done, or give up, which needs no gate. (Not where someone has
   * died before: by rights they were done then.)
   *
   * @param isOpen whether the step may still be done, or not
   */
  void interlude(World world, Scenario scenario, boolean isOpen) {
    for (int number = 0; number < world.sleepers().size(); number++) {
      World.Sleeper sleeper = world.sleepers().get(number);
      if (world.isAwake(sleeper) && sleeper.slept()) {
        if (sleeper.errno() != null) {
          World.acknowledge(sleeper);
          acknowledge(number);
        } else if (!scenario.hasDeaths() && World.cancel(sleeper)) {
          cancel(number, scenario.deadly(), isOpen);
        }
      }
    }
  }

  private void acknowledge(int number) {
    with.forEach(model -> model.acknowledge(number));
    without.forEach(model -> model.acknowledge(number));
  }

  /** It may have given up before M began, or after M had ended its step without helping it. */
  private void cancel(int number, Step deadly, boolean isOpen) {
    with.forEach(model -> model.cancel(number));
    without.forEach(model -> model.cancel(number));
    if (isOpen) {
      for (Model earlier : without) {
        Model later = earlier.copy();
        deadly.tell(later);
        with.add(later);
      }
    }
  }

  // ---- ends --------------------------------------------------------------------------------

  /** The dead have ended, in any order. */
  Outcomes ended(List<Character> dead) {
    return new Outcomes(ended(without, dead), ended(with, dead));
  }

  private static List<Model> ended(List<Model> models, List<Character> dead) {
    List<Model> ended = new ArrayList<>();
    for (Model model : models) {
      end(model, dead, ended);
    }
    return ended;
  }

  private static void end(Model model, List<Character> dead, List<Model> ended) {
    if (dead.isEmpty()) {
      ended.add(model);
    }
    for (Character first : dead) {
      Model next = model.copy();
      next.exit(first);
      List<Character> rest = new ArrayList<>(dead);
      rest.remove(first);
      end(next, rest, ended);
    }
  }

  // ---- what is seen ------------------------------------------------------------------------

  /** The model with the step, or else without it, that is what the living see; null = none. */
  Model match(String seen, String living) {
    Model done = find(with, seen, living);
    return done != null ? done : find(without, seen, living);
  }

  /** Whether the step has been done, as far as can be told by what the living see. */
  Run.Effect effect(String seen, String living) {
    if (find(without, seen, living) == null) {
      return Run.Effect.HAPPENED;
    }
    return find(with, seen, living) == null ? Run.Effect.DID_NOT : Run.Effect.SAME;
  }

  /** Those that are what the living see. */
  Outcomes seen(String seen, String living) {
    return new Outcomes(fit(without, seen, living), fit(with, seen, living));
  }

  private static List<Model> fit(List<Model> models, String seen, String living) {
    return models.stream().filter(model -> model.seenBy(living).equals(seen)).toList();
  }

  private static Model find(List<Model> models, String seen, String living) {
    for (Model model : models) {
      if (model.seenBy(living).equals(seen)) {
        return model;
      }
    }
    return null;
  }

  /** For messages. */
  String told(String living) {
    return String.format(
        "    with it:    %s%n    without it: %s", all(with, living), all(without, living));
  }

  private static List<String> all(List<Model> models, String living) {
    return models.stream().map(model -> model.seenBy(living)).distinct().toList();
  }
}
