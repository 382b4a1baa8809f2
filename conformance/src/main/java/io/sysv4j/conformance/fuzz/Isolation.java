package io.sysv4j.conformance.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gives the fuzzer an IPC namespace of its own, where it may ({@code unshare -i}, as root): there
 * identifiers begin at 0, nobody else's objects are counted, and all that is left goes with it.
 * Elsewhere it runs among the others, and identifiers are compared by their order only.
 */
final class Isolation {
  private Isolation() {}

  /** The fuzzer itself. */
  interface Body {
    int run(FuzzOptions options) throws IOException, InterruptedException;
  }

  /** Runs the body here, or in a child process that has its own IPC namespace. */
  static int run(List<String> args, FuzzOptions options, Body body)
      throws IOException, InterruptedException {
    if (options.isolated()) {
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
      return body.run(options);
    }
    if (!isPossible()) {
      return body.run(options);
    }
    List<String> command = new ArrayList<>(List.of("unshare", "-i"));
    command.addAll(Java.command(Fuzz.class));
    command.addAll(args);
    command.add("--isolated");
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static boolean isPossible() throws InterruptedException {
    try {
      Process probe =
          new ProcessBuilder("unshare", "-i", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
