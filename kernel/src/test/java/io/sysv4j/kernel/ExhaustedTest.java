package io.sysv4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits that are used up, in an IPC namespace of the kernel's that is another JVM's alone. */
class ExhaustedTest {
  /** The other JVM: lowers the limits, uses them up, and prints what it is told. */
  static final class Exhauster {
    private Exhauster() {}

    public static void main(String[] args) throws IOException {
      set("sem", "10 12 3 2");
      set("shmmni", "2");
      set("shmall", "5");
      set("shmmax", "100000");
      try (IpcNamespace ns = IpcNamespace.open("kernel:")) {
        System.out.println(ns.limits());
        ns.semget(Ipc.IPC_PRIVATE, 8, 0600);
        print(() -> ns.semget(Ipc.IPC_PRIVATE, 5, 0600));
        ns.semget(Ipc.IPC_PRIVATE, 2, 0600);
        print(() -> ns.semget(Ipc.IPC_PRIVATE, 2, 0600));
        int pages = 4096;
        ns.shmget(Ipc.IPC_PRIVATE, 3 * pages, 0600);
        print(() -> ns.shmget(Ipc.IPC_PRIVATE, 2 * pages + 1, 0600));
        ns.shmget(Ipc.IPC_PRIVATE, 1, 0600);
        print(() -> ns.shmget(Ipc.IPC_PRIVATE, 1, 0600));
      }
    }

    private static void set(String limit, String value) throws IOException {
      Files.writeString(Path.of("/proc/sys/kernel/" + limit), value);
    }

    private static void print(Runnable failing) {
      try {
        failing.run();
      } catch (IpcException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void shouldNameTheLimitItsUseAndHowToRaiseIt() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "-i", "true").start().waitFor() == 0,
        "needs root: an IPC namespace of its own (unshare -i)");
    assumeTrue("amd64".equals(System.getProperty("os.arch")), "pages are of 4096 bytes");
    String raise = "sysctl -w kernel.sem='SEMMSL SEMMNS SEMOPM SEMMNI' (now '10 12 3 2')";
    String enospc = " = -1 ENOSPC (No space left on device): of ";
    assertEquals(
        List.of(
            "IpcLimits[semmsl=10, semmns=12, semopm=3, semmni=2, shmmax=100000, shmall=5, shmmni=2]",
            "semget(IPC_PRIVATE, 5, 0600)" + enospc + "SEMMNS=12 semaphores 8 are in use: " + raise,
            "semget(IPC_PRIVATE, 2, 0600)" + enospc + "SEMMNI=2 sets 2 are in use: " + raise,
            "shmget(IPC_PRIVATE, 8193, 0600)"
                + enospc
                + "SHMALL=5 pages 3 are in use, and this needs 3: sysctl -w kernel.shmall=PAGES",
            "shmget(IPC_PRIVATE, 1, 0600)"
                + enospc
                + "SHMMNI=2 segments 2 are in use: sysctl -w kernel.shmmni=SEGMENTS"),
        runExhauster());
  }

  private static List<String> runExhauster() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                "unshare",
                "-i",
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Exhauster.class.getName())
            .redirectError(Redirect.INHERIT)
            .start();
    String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, other.waitFor());
    return Arrays.asList(output.split("\n"));
  }
}
