package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM's heap is full for a while: none of its futures is lost, and its helpers go on. */
class FullHeapTest {
  private static final List<String> SMALL_HEAP =
      List.of("env", "JDK_JAVA_OPTIONS=-Xmx24m -XX:+UseSerialGC");

  @Test
  void shouldGoOnWhenThereIsMemoryAgain() throws Exception {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int semid = ns.semget(Ipc.IPC_PRIVATE, 3, 0600);
      try (Child child = Child.start(SMALL_HEAP, FullHeapMain.class, arena.uri(), semid)) {
        child.expect("asleep");
        for (int i = 0; i < 10; i++) {
          Thread.sleep(200); // so that the dispatcher is struck at one instant or another
          ns.semop(semid, 0, 1, 0);
        }
        child.expect("told");
        child.expect("done");
        assertEquals(0, child.awaitEnd());
      }
      assertEquals(0, ns.getVal(semid, 0));
      assertEquals(0, ns.getNcnt(semid, 1));
      ns.semRmid(semid);
    }
  }
}
