package io.sysv4j.conformance.faults;

import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Participants, as many as one likes without a JVM for each, that add one with SEM_UNDO. */
final class UndoTakers implements AutoCloseable {
  private static final int MANY = 200;

  private final Options options;
  private final int semid;
  private final List<Engine> engines = new ArrayList<>();

  UndoTakers(String uri, int semid) {
    this.options = Options.of(URI.create(uri));
    this.semid = semid;
  }

  /** How many have an undo row. */
  int count() {
    return engines.size();
  }

  /** Takes rows until there is no room for one more. */
  IpcException takeUntilRefused() {
    while (engines.size() < MANY) {
      try {
        takeOnce();
      } catch (IpcException e) {
        return e;
      }
    }
    throw new IllegalStateException(MANY + " rows fit");
  }

  /** One more takes a row; answers how many have one. */
  int takeOnce() {
    Engine engine = Engine.openAlone(options, UnaryOperator.identity());
    try {
      engine.sem().semop(semid, 0, 1, Ipc.SEM_UNDO);
      engines.add(engine);
      return engines.size();
    } catch (IpcException e) {
      engine.closeAlone();
      throw e;
    }
  }

  @Override
  public void close() {
    engines.forEach(Engine::closeAlone);
  }
}
