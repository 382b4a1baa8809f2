package io.sysv4j.conformance.torture;

import java.nio.file.Path;

/**
 * What to torture with.
 *
 * @param kills end after so many
 * @param minutes end after so many, 0 = don't look at the clock
 * @param seed of all choices; instants can't be repeated
 * @param workers how many play at the same time
 * @param dir where to make the namespace and the ledgers
 */
record Plan(int kills, int minutes, long seed, int workers, Path dir) {
  static final String USAGE =
      "usage: torture [--kills N] [--minutes M] [--seed S] [--workers W] [--dir D]\n"
          + "  --kills N     end after N kills (300)\n"
          + "  --minutes M   end after M minutes, if that is sooner (0 = never)\n"
          + "  --seed S      of the random choices (the time)\n"
          + "  --workers W   how many JVMs play at the same time (4)\n"
          + "  --dir D       a directory in which to make the namespace (/dev/shm)";

  static final Plan SMALL = new Plan(300, 0, 0, 4, Path.of("/dev/shm"));

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Plan of(String... args) {
    Plan plan = SMALL.withSeed(System.nanoTime());
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      plan = plan.with(args[i], args[i + 1]);
    }
    return plan;
  }

  private Plan with(String option, String value) {
    switch (option) {
      case "--kills":
        return new Plan(number(value, 1), minutes, seed, workers, dir);
      case "--minutes":
        return new Plan(kills, number(value, 0), seed, workers, dir);
      case "--seed":
        return withSeed(Long.parseLong(value));
      case "--workers":
        return new Plan(kills, minutes, seed, number(value, 1), dir);
      case "--dir":
        return new Plan(kills, minutes, seed, workers, Path.of(value).toAbsolutePath());
      default:
        throw new IllegalArgumentException("unknown option " + option);
    }
  }

  private static int number(String value, int atLeast) {
    int number = Integer.parseInt(value);
    if (number < atLeast) {
      throw new IllegalArgumentException(value + " is less than " + atLeast);
    }
    return number;
  }

  Plan withSeed(long other) {
    return new Plan(kills, minutes, other, workers, dir);
  }

  Plan withKills(int other) {
    return new Plan(other, minutes, seed, workers, dir);
  }
}
