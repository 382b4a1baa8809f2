package io.sysv4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When SEM_UNDO is settled: when the JVM ends, and not before. */
class UndoTest extends KernelFixture {
  private Process other;

  /** Another JVM: takes a unit with SEM_UNDO, closes its handle, says so, and waits for a byte. */
  static final class Taker {
    private Taker() {}

    public static void main(String[] args) throws IOException {
      try (IpcNamespace ns = IpcNamespace.open("kernel:")) {
        ns.semop(Integer.parseInt(args[0]), 0, -1, Ipc.SEM_UNDO);
      }
      System.out.write('c');
      System.out.flush();
      System.in.read();
    }
  }

  private void startTaker(int semid) throws IOException {
    other =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Taker.class.getName(),
                Integer.toString(semid))
            .redirectError(Redirect.INHERIT)
            .start();
    assertEquals('c', other.getInputStream().read());
  }

  @AfterEach
  void endTaker() {
    if (other != null) {
      other.destroyForcibly();
    }
  }

  @Test
  void shouldSettleUndoAtExitAndNotAtClose() throws Exception {
    int semid = newSet(1);
    startTaker(semid);
    assertEquals(0, ns.getVal(semid, 0));
    other.getOutputStream().close();
    assertTrue(other.waitFor(SOON.toSeconds(), TimeUnit.SECONDS));
    assertEquals(1, ns.getVal(semid, 0));
    assertEquals(other.pid(), ns.getPid(semid, 0));
  }

  @Test
  void shouldSettleUndoOfAKilledJvm() throws Exception {
    int semid = newSet(1);
    startTaker(semid);
    other.destroyForcibly();
    assertTrue(other.waitFor(SOON.toSeconds(), TimeUnit.SECONDS));
    assertEquals(1, ns.getVal(semid, 0));
  }
}
