package io.sysv4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Our ipcs and the machine's, on the same objects of the kernel: the same output, to the letter.
 */
class AgainstUtilLinuxTest {
  private static final String SAME = "same  ";

  /** The other JVM, in an IPC namespace that is its own: compares, and prints what differs. */
  static final class Comparison {
    private static final String[] COMMANDS = {
      "-s",
      "-m",
      "-s -m",
      "-s -t",
      "-m -t",
      "-s -p",
      "-m -p",
      "-s -c",
      "-m -c",
      "-s -u",
      "-m -u",
      "-s -l",
      "-m -l",
      "-s -m -u",
      "-s -u -l",
      "-s -l -u",
      "-m -t -c -p",
      "-a",
      "-l",
      ""
    };

    private Comparison() {}

    public static void main(String[] args) throws Exception {
      compareAll(COMMANDS);
      try (IpcNamespace ns = IpcNamespace.open("kernel:/")) {
        List<String> details = new ArrayList<>();
        for (int semid : sets(ns)) {
          details.add("-s -i " + semid);
        }
        CompletableFuture<Void> sleeper = ns.semopAsync(sets(ns)[0], Sembuf.of(1, -5));
        CompletableFuture<Void> zero = ns.semopAsync(sets(ns)[0], Sembuf.of(0, 0));
        int[] shmids = segments(ns);
        for (int shmid : shmids) {
          details.add("-m -i " + shmid);
        }
        try (SharedMemory attached = ns.shmat(shmids[0], 0)) {
          attached.buffer().put(0, (byte) 1);
          ns.shmRmid(shmids[0]);
          compareAll(COMMANDS);
          compareAll(details.toArray(String[]::new));
        }
        sleeper.cancel(true);
        zero.cancel(true);
      }
    }

    private static int[] sets(IpcNamespace ns) {
      int[] semids = {
        ns.semget(0x51000001, 3, Ipc.IPC_CREAT | 0660),
        ns.semget(-7, 1, Ipc.IPC_CREAT),
        ns.semget(5, 2, Ipc.IPC_CREAT | 0777)
      };
      ns.setAll(semids[0], 1, 4, 32767);
      ns.semop(semids[0], Sembuf.undo(0, +1));
      ns.semSet(semids[2], ns.semStat(semids[2]).perm().with(1, 54321, 0604));
      return semids;
    }

    private static int[] segments(IpcNamespace ns) {
      int[] shmids = {
        ns.shmget(0x51000001, 5000, Ipc.IPC_CREAT | 0640),
        ns.shmget(6, 1, Ipc.IPC_CREAT),
        ns.shmget(7, 2_000_000_000L, Ipc.IPC_CREAT | 0666),
        ns.shmget(8, 1, Ipc.IPC_CREAT | 0600)
      };
      ns.shmat(shmids[0], 0).close();
      ns.shmLock(shmids[0]);
      ns.shmLock(shmids[1]);
      ns.shmSet(shmids[3], ns.shmStat(shmids[3]).perm().with(12345, 2, 0444));
      return shmids;
    }

    private static void compareAll(String... commands) throws IOException {
      for (String command : commands) {
        String theirs = withoutQueues(theirs(command));
        Tool ours = Tool.run(("ipcs -n kernel:/ " + command).trim().split(" "));
        boolean same = ours.status() == 0 && ours.err().isEmpty() && ours.out().equals(theirs);
        System.out.println(
            same
                ? SAME + command
                : "DIFFERENT " + command + "\n--- theirs:" + theirs + "--- ours:" + ours);
      }
    }

    private static String theirs(String command) throws IOException {
      List<String> words = new ArrayList<>(List.of("ipcs"));
      words.addAll(Arrays.asList(command.split(" ")));
      words.remove("");
      ProcessBuilder builder = new ProcessBuilder(words).redirectError(Redirect.INHERIT);
      builder.environment().put("LC_ALL", "C");
      Process ipcs = builder.start();
      return new String(ipcs.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** We have no message queues. */
    private static String withoutQueues(String text) {
      return text.replaceFirst("(?s)\n------ Message.*?\n\n------ Shared", "\n------ Shared");
    }
  }

  @Test
  void shouldPrintWhatTheMachinesOwnToolPrints() throws Exception {
    assumeTrue(
        canRun("unshare", "-i", "true"), "needs root: an IPC namespace of its own (unshare -i)");
    assumeTrue(canRun("ipcs", "-V"), "there is no ipcs here");
    Process other =
        new ProcessBuilder(
                "unshare",
                "-i",
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Comparison.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, other.waitFor(), output);
    List<String> wrong = output.lines().filter(line -> !line.startsWith(SAME)).toList();
    wrong = wrong.stream().filter(line -> !line.startsWith("WARNING:")).toList();
    assertEquals("", String.join("\n", wrong), output);
    long compared = output.lines().filter(line -> line.startsWith(SAME)).count();
    assertTrue(compared == 2 * Comparison.COMMANDS.length + 7, output);
  }

  private static boolean canRun(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
