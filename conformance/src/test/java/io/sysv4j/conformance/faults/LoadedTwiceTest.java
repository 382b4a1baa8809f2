package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.Sleeper;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two class loaders of one JVM load the library: they are two participants, as two JVMs are. */
class LoadedTwiceTest {
  private static final int ROUNDS = 3_000;

  /** The library once more, and its namespace as this one's classes can call it. */
  private static final class Twin implements AutoCloseable {
    private final URLClassLoader loader;
    private final Class<?> type;
    private final Object namespace;

    Twin(String uri) throws IOException, ReflectiveOperationException {
      loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
      ClassLoader before = Thread.currentThread().getContextClassLoader();
      Thread.currentThread().setContextClassLoader(loader);
      try {
        type = loader.loadClass(IpcNamespace.class.getName());
        namespace = type.getMethod("open", String.class).invoke(null, uri);
      } finally {
        Thread.currentThread().setContextClassLoader(before);
      }
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return urls.toArray(new URL[0]);
    }

    String undoable(int semid, int op) {
      try {
        Method trySemop = type.getMethod("trySemop", int.class, int.class, int.class, int.class);
        return trySemop.invoke(namespace, semid, 0, op, Ipc.SEM_UNDO).toString();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    /** This JVM's part in the namespace, as this loader's library has it, ends. */
    void leave() {
      try {
        type.getMethod("close").invoke(namespace);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      leave();
      loader.close();
    }
  }

  @Test
  void shouldKeepTheUndoOfTwoClassLoadersApart() throws Exception {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open();
        Twin twin = new Twin(arena.uri())) {
      assertNotSame(IpcNamespace.class, twin.type);
      int set = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      ns.setVal(set, 0, 2);
      assertEquals("SUCCESS", twin.undoable(set, -1));
      try (IpcNamespace other = arena.open()) {
        assertEquals(Errno.SUCCESS, other.trySemop(set, 0, -1, Ipc.SEM_UNDO));
      }
      assertEquals(0, ns.getVal(set, 0), "both live");
      assertEquals(Errno.EAGAIN, ns.trySemop(set, 0, -1, 0));
      twin.leave();
      assertEquals(1, ns.getVal(set, 0), "one has left");
    }
  }

  @Test
  void shouldShareASetBetweenTwoClassLoaders() throws Exception {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open();
        Twin twin = new Twin(arena.uri())) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      Sleeper other =
          Sleeper.start(
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  assertEquals("SUCCESS", twin.undoable(set, 1));
                }
              });
      for (int i = 0; i < ROUNDS; i++) {
        ns.semop(set, 0, 1, Ipc.SEM_UNDO);
      }
      assertEquals(Errno.SUCCESS, other.result());
      assertEquals(2 * ROUNDS, ns.getVal(set, 0));
      twin.leave();
      assertEquals(ROUNDS, ns.getVal(set, 0));
    }
  }
}
