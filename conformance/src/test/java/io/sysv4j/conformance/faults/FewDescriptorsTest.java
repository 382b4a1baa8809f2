package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A JVM has as many files open as it may: calls that need one say so, those that need none go on,
 * and so does all when it has closed some.
 */
class FewDescriptorsTest {
  private static final List<String> FEW = List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh");

  @Test
  void shouldTellThatNoMoreFilesCanBeOpened() {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      int shmid = ns.shmget(Ipc.IPC_PRIVATE, 4096, 0600);
      try (Child child =
          Child.start(FEW, FewDescriptorsMain.class, arena.uri(), set, shmid, arena.dir())) {
        child.expect("done");
        assertEquals(0, child.awaitEnd());
      }
      assertEquals(10, ns.getVal(set, 0));
      ns.semRmid(set);
      ns.shmRmid(shmid);
      assertEquals(java.util.Set.of("namespace"), arena.files());
    }
  }
}
