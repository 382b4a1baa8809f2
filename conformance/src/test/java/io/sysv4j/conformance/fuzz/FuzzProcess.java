package io.sysv4j.conformance.fuzz;

import java.io.IOException;

/**
 * The fuzzer, run as people run it. It ends by itself, whatever hangs: it has a watchdog.
 *
 * @param status its exit status
 * @param output what it printed
 */
record FuzzProcess(int status, String output) {
  static FuzzProcess run(String... args) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Java.command(Fuzz.class, args)).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes());
      System.out.println(output);
      return new FuzzProcess(process.waitFor(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
