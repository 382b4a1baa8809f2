package io.sysv4j.offheap.crash;

import java.util.Random;

/**
 * How a run goes in which something is thrown inside M, which lives on.
 *
 * @param point at which point of its step
 * @param lasts whether it is thrown again at each point that follows, until the call is over: as
 *     where the stack is full
 * @param kind what is thrown
 * @param hasInterlude the sleepers' owners move before anyone comes: they see that they are done,
 *     or give up
 * @param comer who comes first after it
 * @param second at which point of what that one does something is thrown again
 * @param areNotesFirst another thread of M's JVM looks after it before anyone comes
 * @param closes M leaves in good order in the end; or else it dies
 */
record ErrorPlan(
    int point,
    boolean lasts,
    Mishap.Kind kind,
    boolean hasInterlude,
    Comer comer,
    int second,
    boolean areNotesFirst,
    boolean closes) {
  /** Who comes first. */
  enum Comer {
    /** One who opens the namespace. */
    NEWCOMER,
    /** B, who was there before. */
    NEIGHBOUR,
    /** M itself. */
    MYSELF
  }

  /** All but the points is drawn by lot. */
  static ErrorPlan draw(int point, Random random) {
    Mishap.Kind[] kinds = Mishap.Kind.values();
    Comer[] comers = Comer.values();
    return new ErrorPlan(
        point,
        random.nextInt(4) == 0,
        kinds[random.nextInt(kinds.length)],
        random.nextInt(4) == 0,
        comers[random.nextInt(comers.length)],
        Mishap.NEVER,
        random.nextBoolean(),
        random.nextBoolean());
  }

  /** And something is thrown once more. */
  ErrorPlan again(int secondPoint) {
    return new ErrorPlan(
        point, lasts, kind, hasInterlude, comer, secondPoint, areNotesFirst, closes);
  }

  /** The same with another who comes first. */
  ErrorPlan with(Comer first) {
    return new ErrorPlan(point, lasts, kind, hasInterlude, first, second, areNotesFirst, closes);
  }

  Mishap first() {
    return new Mishap(point, lasts, kind);
  }

  Mishap next() {
    return new Mishap(second, false, kind);
  }

  @Override
  public String toString() {
    return String.format(
        "%s at point %d%s, %s%sthe %s comes first%s, M %s in the end",
        kind,
        point,
        lasts ? " and on" : "",
        areNotesFirst ? "M is looked after, " : "",
        hasInterlude ? "the sleepers move, " : "",
        comer,
        second == Mishap.NEVER ? "" : " (and again at point " + second + ")",
        closes ? "closes" : "dies");
  }
}
