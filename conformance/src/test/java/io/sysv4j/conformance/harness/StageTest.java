package io.sysv4j.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcLimits;
import io.sysv4j.IpcNamespace;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageTest {
  @Test
  void shouldGiveAFreshKernelNamespaceWithLimits() {
    try (Stage stage =
            Provider.KERNEL.openFresh(Map.of("semmni", "5", "shmmax", "8192", "semopm", "7"));
        IpcNamespace machine = IpcNamespace.open("kernel:")) {
      IpcNamespace ns = stage.namespace();
      IpcLimits limits = ns.limits();
      assertEquals(5, limits.semmni());
      assertEquals(8192, limits.shmmax());
      assertEquals(7, limits.semopm());
      assertEquals(IpcLimits.LINUX.shmall(), limits.shmall());
      assertEquals(0, ns.semInfo().semusz());

      int semid = ns.semget(0x5105_1234, 3, Ipc.IPC_CREAT | 0600);

      assertEquals(semid, stage.peer().namespace().semget(0x5105_1234, 3, 0));
      IpcException e = assertThrows(IpcException.class, () -> machine.semget(0x5105_1234, 3, 0));
      assertEquals(Errno.ENOENT, e.errno());
    }
  }
}
