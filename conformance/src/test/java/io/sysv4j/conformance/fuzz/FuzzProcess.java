package io.sysv4j.conformance.fuzz;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The fuzzer, run as people run it.
 *
 * @param status its exit status
 * @param output what it printed
 */
record FuzzProcess(int status, String output) {
  private static final int MINUTES = 120;

  static FuzzProcess run(String... args) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Java.command(Fuzz.class, args)).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the fuzzer did not end: " + output);
      }
      System.out.println(output);
      return new FuzzProcess(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
