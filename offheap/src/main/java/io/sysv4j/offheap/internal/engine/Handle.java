package io.sysv4j.offheap.internal.engine;

import java.util.function.Function;

/**
 * A user's handle on a namespace. When the last one of this JVM is closed, its part in the
 * namespace ends. Closing is one store, which no error can halve: if an error keeps the closing
 * thread from the rest, the janitor finds no open handle, and does it.
 */
public final class Handle implements AutoCloseable {
  /** Another handle on the same engine: see {@link OpenEngines}. */
  Handle next;

  private volatile Engine engine;
  private volatile boolean closed;

  Handle() {}

  /**
   * Opens a namespace, or takes another handle on it if this JVM has it open.
   *
   * @param door makes what the user gets; if that fails, nothing has been opened
   */
  public static <T> T open(Options options, Function<Handle, T> door) {
    Handle handle = new Handle();
    try {
      handle.engine = Engine.open(options, handle);
      return door.apply(handle);
    } catch (RuntimeException | Error e) {
      handle.closed = true;
      if (handle.engine != null) {
        handle.engine.endIfUnused();
      }
      throw e;
    }
  }

  /** The namespace as this JVM has it open. */
  public Engine engine() {
    return engine;
  }

  /** Whether it has been closed. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    engine.endIfUnused();
  }
}
