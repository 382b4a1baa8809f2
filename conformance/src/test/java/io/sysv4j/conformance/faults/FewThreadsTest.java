package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The system gives a JVM no more threads: its address space is limited to a little more than it
 * uses, less than a thread's stack takes. Calls that need a thread say so and leave nothing behind;
 * and when there are threads again, all goes on.
 */
class FewThreadsTest {
  private static final long LITTLE = 40L << 20;
  private static final List<String> LARGE_STACKS =
      List.of("env", "JDK_JAVA_OPTIONS=-Xss200m -XX:+UseSerialGC -Xmx64m");

  @Test
  void shouldTellThatNoThreadCanBeMade() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "there is no prlimit");
    try (Arena arena = new Arena();
        Arena other = new Arena();
        Child child =
            Child.start(
                LARGE_STACKS, FewThreadsMain.class, arena.uri(), arena.dir(), other.uri())) {
      for (int i = 0; i < 2; i++) {
        child.expect("no threads");
        limit(child, Long.toString(addressSpace(child) + LITTLE));
        child.say("yes");
        child.expect("threads");
        limit(child, "unlimited");
        child.say("yes");
      }
      child.expect("done");
      assertEquals(0, child.awaitEnd());
    }
  }

  private static long addressSpace(Child child) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + child.pid() + "/status"))) {
      if (line.startsWith("VmSize:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("there is no VmSize");
  }

  private static void limit(Child child, String bytes) throws Exception {
    Process process =
        new ProcessBuilder("prlimit", "--pid", "" + child.pid(), "--as=" + bytes + ":")
            .inheritIO()
            .start();
    assertTrue(process.waitFor() == 0, "prlimit fails");
  }
}
