package io.sysv4j.examples.demo;

import java.util.Locale;

/** What a worker tells its parent: a line of its standard output, this word first. */
enum Saying {
  /** It begins again what a dead worker had begun. */
  REDOING,
  /** It has corrected a semaphore that a dead worker had not got to. */
  CORRECTED,
  /** The set was removed while it waited; the rest is the message of the exception. */
  REMOVED,
  /** It gives up; the rest says why. */
  FAILED,
  /** It is no more; the rest is its exit status. Only the parent says this. */
  ENDED,
  /** Anything else that comes out of a JVM. */
  OTHER;

  void say(String rest) {
    System.out.println(name().toLowerCase(Locale.ROOT) + " " + rest);
    System.out.flush();
  }

  /** What this line says. */
  static Saying of(String line) {
    for (Saying saying : values()) {
      if (line.startsWith(saying.name().toLowerCase(Locale.ROOT) + " ")) {
        return saying;
      }
    }
    return OTHER;
  }

  /** What this line says after its first word. */
  static String restOf(String line) {
    return of(line) == OTHER ? line : line.substring(line.indexOf(' ') + 1);
  }
}
