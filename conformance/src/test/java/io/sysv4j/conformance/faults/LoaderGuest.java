package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What an application that is loaded by a class loader of its own does with the library, from the
 * first call to the last: it uses all that has threads, mappings, or something kept for a thread.
 */
public final class LoaderGuest implements Consumer<String> {
  /** Opens, uses and closes the namespace of a URI. */
  @Override
  public void accept(String uri) {
    try (IpcNamespace ns = IpcNamespace.open(uri)) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 2, 0600);
      ns.semop(set, 0, 1, 0);
      ns.semop(set, new Sembuf(0, -1, Ipc.SEM_UNDO), new Sembuf(1, 1, Ipc.SEM_UNDO));
      Sembuf[] take = {new Sembuf(0, -1, 0)};
      sleep(ns, set, take);
      var future = ns.semtimedopAsync(set, take, null, Runnable::run);
      ns.setVal(set, 0, 1);
      future.join();
      ns.semtimedopAsync(set, take, null, Runnable::run); // still asleep when it is closed
      SharedMemory segment = ns.shmat(ns.shmget(Ipc.IPC_PRIVATE, 4096, 0600), 0, 0);
      segment.buffer().putInt(0, 1);
      ns.semRmid(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
    }
  }

  private static void sleep(IpcNamespace ns, int set, Sembuf[] take) {
    try {
      ns.semtimedop(set, take, Duration.ofMillis(20));
    } catch (IpcException e) {
      if (e.errno() != Errno.EAGAIN) {
        throw e;
      }
    }
  }
}
