package io.sysv4j.offheap.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * What goes wrong for a participant that lives on: something is thrown out of one of its loads and
 * stores. A load is one point at which that may be, a store is two: right before it, and right
 * after it.
 */
final class Mishap {
  /** At no point. */
  static final int NEVER = Integer.MAX_VALUE;

  /** Where a point is. */
  enum Place {
    LOAD,
    BEFORE_STORE,
    AFTER_STORE
  }

  /** What is thrown. */
  enum Kind {
    ERROR,
    OVERFLOW,
    BUG;

    private Throwable make() {
      return switch (this) {
        case ERROR -> new Trouble();
        case OVERFLOW -> new StackOverflowError("not a real one");
        case BUG -> new Bug();
      };
    }
  }

  /** An Error that nobody knows. */
  static final class Trouble extends Error {
    private static final long serialVersionUID = 1L;

    Trouble() {
      super("trouble");
    }
  }

  /** What a bug throws. */
  private static final class Bug extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Bug() {
      super("a bug");
    }
  }

  private final int point;
  private final boolean lasts;
  private final Kind kind;
  private final List<Place> places = new ArrayList<>();
  private final List<Throwable> thrown = new ArrayList<>();
  private boolean wasInside;

  /** It is thrown at a point, and if it lasts at all that follow. */
  Mishap(int point, boolean lasts, Kind kind) {
    this.point = point;
    this.lasts = lasts;
    this.kind = kind;
  }

  /** Nothing goes wrong, but the points are counted. */
  static Mishap none() {
    return new Mishap(NEVER, false, Kind.ERROR);
  }

  /**
   * The participant comes to a point.
   *
   * @param isInside whether it surely owns a gate, and will after this
   */
  void pass(Place place, boolean isInside) {
    boolean isNow = places.size() == point;
    places.add(place);
    if (isNow) {
      wasInside = isInside;
    }
    if (isNow || lasts && happened()) {
      Throwable now = kind.make();
      thrown.add(now);
      if (now instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) now;
    }
  }

  /** How many points it came to. */
  int points() {
    return places.size();
  }

  /** Where a point was, as far as is known. */
  Place place(int number) {
    return number < places.size() ? places.get(number) : Place.AFTER_STORE;
  }

  boolean happened() {
    return !thrown.isEmpty();
  }

  /** Whether it surely owned a gate when it happened. */
  boolean wasInside() {
    return wasInside;
  }

  /** Whether something is what was thrown here, or was made of it. */
  boolean isCauseOf(Throwable seen) {
    for (Throwable e = seen; e != null; e = e.getCause()) {
      if (thrown.contains(e)) {
        return true;
      }
    }
    return false;
  }

  /** Where it happened, as a stack of the engine. */
  String story() {
    StringBuilder story = new StringBuilder();
    if (happened()) {
      story.append("\n  ").append(thrown.get(0)).append(", thrown here:");
      for (StackTraceElement frame : thrown.get(0).getStackTrace()) {
        if (frame.getClassName().contains(".internal.")) {
          story.append("\n    ").append(frame);
        }
      }
    }
    return story.toString();
  }
}
