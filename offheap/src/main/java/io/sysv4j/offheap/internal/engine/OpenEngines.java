package io.sysv4j.offheap.internal.engine;

import io.sysv4j.offheap.internal.memory.Directory;
import io.sysv4j.offheap.internal.sync.Nap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The namespaces that this JVM has open, each once, however many handles there are. A thread that
 * opens a namespace waits for one that is just opening the same, and for no other: that one may
 * have to wait for a process that pauses.
 */
final class OpenEngines {
  private static final long NAP = 1_000_000;

  private record Identity(long dev, long ino) {}

  private static final ConcurrentMap<Identity, Opened> OPEN = new ConcurrentHashMap<>();

  private OpenEngines() {}

  /**
   * A namespace that is open, or is being opened. What a thread tells here that opens or closes is
   * one store: an error can't keep others waiting for it.
   */
  static final class Opened {
    private final Identity identity;
    private volatile Engine engine;
    private volatile boolean hasFailed;
    private Handle first;

    private Opened(Identity identity, Handle first) {
      this.identity = identity;
      this.first = first;
    }

    /** For another handle; null if it could not be opened, or is closed or lost by now. */
    private Engine take(Handle another) {
      while (engine == null && !hasFailed) {
        Nap.nanos(NAP);
      }
      synchronized (this) {
        if (hasFailed || areClosed() || engine.isLost()) {
          return null;
        }
        another.next = first;
        first = another;
        return engine;
      }
    }

    /** Whether all handles are closed: then nobody takes another. */
    synchronized boolean areClosed() {
      while (first != null && first.isClosed()) {
        first = first.next;
      }
      for (Handle open = first; open != null; open = open.next) {
        while (open.next != null && open.next.isClosed()) {
          open.next = open.next.next;
        }
      }
      return first == null;
    }

    /** Who opens the same namespace from now on opens it anew. */
    void forget() {
      OPEN.remove(identity, this);
    }
  }

  /**
   * Opens a namespace, or takes another handle on it.
   *
   * @param opening makes an engine that has not been open
   */
  static Engine open(
      Directory directory, Options options, Handle handle, Function<Opened, Engine> opening) {
    while (true) {
      var stat = NamespaceFile.stat(directory, options);
      Opened mine = new Opened(new Identity(stat.dev(), stat.ino()), handle);
      Opened known = OPEN.putIfAbsent(mine.identity, mine);
      if (known == null) {
        return first(mine, opening);
      }
      Engine engine = known.take(handle);
      if (engine != null) {
        directory.close();
        return engine;
      }
      known.forget();
    }
  }

  /** The calling thread is about to sleep in a namespace, so it is at work in no other. */
  static void leaveAllBut(Engine own) {
    if (OPEN.size() > 1) {
      for (Opened each : OPEN.values()) {
        Engine engine = each.engine;
        if (engine != null && engine != own) {
          engine.visits.loseMine();
        }
      }
    }
  }

  private static Engine first(Opened mine, Function<Opened, Engine> opening) {
    try {
      mine.engine = opening.apply(mine);
      return mine.engine;
    } finally {
      mine.hasFailed = mine.engine == null; // first of all: others wait for it
      if (mine.hasFailed) {
        mine.forget();
      }
    }
  }
}
