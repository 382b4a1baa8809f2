package io.sysv4j.benchmarks;

import io.sysv4j.benchmarks.results.Work;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param out the directory of the report
 * @param only works whose names it finds are measured
 * @param providers schemes, each measured in a namespace of its own
 */
record Options(Profile profile, Path out, Pattern only, List<String> providers) {
  static final String USAGE =
      "Usage: ./sysv4j bench [quick|full] [--out DIR] [--only REGEX] [--providers offheap,kernel]\n"
          + "  quick      one round, under three minutes (the default)\n"
          + "  full       five rounds, about three quarters of an hour; wants an idle machine\n"
          + "  --out      where the table, the report and the raw numbers go (target/bench)\n"
          + "  --only     measure only the works whose names match, such as 'PLAIN|HANDOVER'\n";

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it makes no sense; the message says why
   */
  static Options parse(String... args) {
    Options options =
        new Options(
            Profile.QUICK,
            Path.of("target", "bench"),
            Pattern.compile(""),
            List.of("offheap", "kernel"));
    Deque<String> words = new ArrayDeque<>(List.of(args));
    while (!words.isEmpty()) {
      options = options.with(words.pop(), words);
    }
    return options;
  }

  private Options with(String word, Deque<String> rest) {
    switch (word) {
      case "quick":
        return new Options(Profile.QUICK, out, only, providers);
      case "full":
        return new Options(Profile.FULL, out, only, providers);
      case "--out":
        return new Options(profile, Path.of(value(word, rest)), only, providers);
      case "--only":
        return new Options(profile, out, works(value(word, rest)), providers);
      case "--providers":
        return new Options(profile, out, only, List.of(value(word, rest).split(",")));
      default:
        throw new IllegalArgumentException("unknown argument '" + word + "'");
    }
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.pop();
  }

  private static Pattern works(String regex) {
    try {
      Pattern only = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
      if (Stream.of(Work.values()).noneMatch(work -> only.matcher(work.name()).find())) {
        throw new IllegalArgumentException(
            "--only " + regex + " finds none of " + Arrays.toString(names()));
      }
      return only;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("--only: " + e.getMessage(), e);
    }
  }

  private static String[] names() {
    return Stream.of(Work.values()).map(Work::name).toArray(String[]::new);
  }
}
