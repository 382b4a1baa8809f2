package io.sysv4j.offheap.internal.engine;

import io.sysv4j.offheap.internal.memory.Directory;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The namespaces that this JVM has open, each once, however many handles there are. A thread that
 * opens a namespace waits for one that is just opening the same, and for no other: that one may
 * have to wait for a process that pauses.
 */
final class OpenEngines {
  private record Identity(long dev, long ino) {}

  private static final ConcurrentMap<Identity, Opened> OPEN = new ConcurrentHashMap<>();

  private OpenEngines() {}

  /** A namespace that is open, or is being opened. */
  static final class Opened {
    private final Identity identity;
    private final CompletableFuture<Engine> engine = new CompletableFuture<>();
    private int handles = 1;

    private Opened(Identity identity) {
      this.identity = identity;
    }

    /** Another handle on it; null if it could not be opened, or is closed or lost by now. */
    private Engine handle() {
      Engine there;
      try {
        there = engine.join();
      } catch (CompletionException | CancellationException e) {
        return null; // the thread that tried to open it is told why
      }
      synchronized (this) {
        if (handles == 0 || there.isLost()) {
          return null;
        }
        handles++;
        return there;
      }
    }

    /** Gives up a handle; answers whether it was the last. */
    boolean release() {
      synchronized (this) {
        if (--handles > 0) {
          return false;
        }
      }
      forget();
      return true;
    }

    private void forget() {
      OPEN.remove(identity, this);
    }
  }

  /**
   * Opens a namespace, or takes another handle on it.
   *
   * @param opening makes an engine that has not been open
   */
  static Engine open(Directory directory, Options options, Function<Opened, Engine> opening) {
    while (true) {
      var stat = NamespaceFile.stat(directory, options);
      Opened mine = new Opened(new Identity(stat.dev(), stat.ino()));
      Opened known = OPEN.putIfAbsent(mine.identity, mine);
      if (known == null) {
        return first(mine, opening);
      }
      Engine engine = known.handle();
      if (engine != null) {
        directory.close();
        return engine;
      }
      known.forget();
    }
  }

  private static Engine first(Opened mine, Function<Opened, Engine> opening) {
    Engine engine = null;
    try {
      engine = opening.apply(mine);
      return engine;
    } finally {
      if (engine != null) {
        mine.engine.complete(engine);
      } else {
        mine.forget();
        mine.engine.cancel(false);
      }
    }
  }
}
