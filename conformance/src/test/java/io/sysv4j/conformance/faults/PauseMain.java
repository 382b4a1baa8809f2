package io.sysv4j.conformance.faults;

import io.sysv4j.Ipc;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.memory.Memory;
import java.io.IOException;
import java.net.URI;

/**
 * A JVM that stops itself, with SIGSTOP, right after it has entered a gate, or as it changes the
 * tables of the namespace.
 */
final class PauseMain {
  private static volatile boolean armed;

  private PauseMain() {}

  /**
   * Takes a unit, or makes a set; stopped in the middle.
   *
   * @param args URI, {@code set}, {@code namespace} or {@code tables}: where, and a set
   */
  public static void main(String[] args) throws IOException {
    boolean inSet = args[1].equals("set");
    Engine engine =
        Engine.openAttended(Options.of(URI.create(args[0])), file -> new Stopping(file, args[1]));
    int set = Integer.parseInt(args[2]);
    engine.sem().semop(set, 0, 0, Ipc.SEM_UNDO);
    System.out.println("ready");
    armed = true;
    if (inSet) {
      engine.sem().semop(set, 0, 1, Ipc.SEM_UNDO);
    } else {
      engine.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600);
    }
    System.out.println("went on");
    System.in.read();
    engine.closeAlone();
  }

  private static final class Stopping extends Inside {
    private final String where;

    Stopping(Memory file, String where) {
      super(file);
      this.where = where;
    }

    @Override
    void entered() {
      stopIf(where.equals(isSet() ? "set" : "namespace"));
    }

    @Override
    void tablesChange(boolean begin) {
      stopIf(begin && where.equals("tables"));
    }

    private static void stopIf(boolean isThere) {
      if (armed && isThere) {
        armed = false;
        Libc.raise(Libc.SIGSTOP);
      }
    }

    @Override
    void leaving() {}
  }
}
