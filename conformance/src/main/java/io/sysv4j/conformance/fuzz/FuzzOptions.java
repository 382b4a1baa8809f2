package io.sysv4j.conformance.fuzz;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param left the namespace that is judged; null for a new off-heap one
 * @param right the judge
 * @param mode which kinds of programs
 * @param steps how many steps, at least; 0 = no matter
 * @param minutes how long; 0 = no matter
 * @param seed the seed of the first program; each later one has the next number
 * @param workers how many processes a multi-process program has
 * @param isolated whether this process has an IPC namespace of its own already
 */
record FuzzOptions(
    String left,
    String right,
    Mode mode,
    long steps,
    double minutes,
    long seed,
    int workers,
    boolean isolated) {

  /** The kinds of programs. */
  enum Mode {
    SINGLE,
    MULTI,
    BOTH
  }

  static final String USAGE =
      """
      Usage: sysv4j fuzz [OPTION...]
      Runs random programs on two namespaces and compares everything that a caller can observe.

        --left URI     the namespace that is judged (default: a new offheap: directory)
        --right URI    the judge (default: kernel:)
        --mode MODE    single: one thread, all calls, also with bad arguments
                       multi:  several processes with sleepers, undo, exits and kills
                       both:   a program of each in turn (default)
        --steps N      stop after N steps (default: 200000, unless --minutes is given)
        --minutes M    stop after M minutes
        --seed N       begin with this program; the next ones have N+1, N+2, ...
        --workers N    processes in a multi-process program (default: 3)
        --help         print this

      Exit status: 0 if both sides agreed, 1 if they did not, 64 for a bad option.
      """;

  private static final long DEFAULT_STEPS = 200_000;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static FuzzOptions parse(List<String> args) {
    Deque<String> rest = new ArrayDeque<>(args);
    FuzzOptions options =
        new FuzzOptions(
            null, "kernel:", Mode.BOTH, 0, 0, System.currentTimeMillis() * 1000, 3, false);
    while (!rest.isEmpty()) {
      String option = rest.pop();
      if (option.equals("--isolated")) {
        options = options.asIsolated();
      } else if (rest.isEmpty()) {
        throw new IllegalArgumentException(
            known(option) ? option + " needs a value" : "unknown option " + option);
      } else {
        options = options.with(option, rest.pop());
      }
    }
    boolean endless = options.steps == 0 && options.minutes == 0;
    return endless ? options.with("--steps", Long.toString(DEFAULT_STEPS)) : options;
  }

  private static boolean known(String option) {
    return List.of("--left", "--right", "--mode", "--steps", "--minutes", "--seed", "--workers")
        .contains(option);
  }

  private FuzzOptions with(String option, String value) {
    switch (option) {
      case "--left":
        return new FuzzOptions(value, right, mode, steps, minutes, seed, workers, isolated);
      case "--right":
        return new FuzzOptions(left, value, mode, steps, minutes, seed, workers, isolated);
      case "--mode":
        return new FuzzOptions(left, right, mode(value), steps, minutes, seed, workers, isolated);
      case "--steps":
        long count = number(option, value, 1, Long.MAX_VALUE);
        return new FuzzOptions(left, right, mode, count, minutes, seed, workers, isolated);
      case "--minutes":
        return new FuzzOptions(left, right, mode, steps, time(value), seed, workers, isolated);
      case "--seed":
        long first = number(option, value, Long.MIN_VALUE, Long.MAX_VALUE);
        return new FuzzOptions(left, right, mode, steps, minutes, first, workers, isolated);
      case "--workers":
        int processes = (int) number(option, value, 1, 16);
        return new FuzzOptions(left, right, mode, steps, minutes, seed, processes, isolated);
      default:
        throw new IllegalArgumentException("unknown option " + option);
    }
  }

  private FuzzOptions asIsolated() {
    return new FuzzOptions(left, right, mode, steps, minutes, seed, workers, true);
  }

  /** The same with a namespace to judge. */
  FuzzOptions withLeft(String uri) {
    return with("--left", uri);
  }

  private static Mode mode(String value) {
    for (Mode mode : Mode.values()) {
      if (mode.name().equalsIgnoreCase(value)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("--mode is single, multi or both, not '" + value + "'");
  }

  private static long number(String option, String value, long min, long max) {
    try {
      long number = Long.parseLong(value.replace("_", ""));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a whole number, not '" + value + "'", e);
    }
    throw new IllegalArgumentException(option + " is " + min + " to " + max + ", not " + value);
  }

  private static double time(String value) {
    try {
      double minutes = Double.parseDouble(value);
      if (minutes > 0) {
        return minutes;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--minutes needs a number, not '" + value + "'", e);
    }
    throw new IllegalArgumentException("--minutes is more than 0, not " + value);
  }
}
