package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.conformance.harness.Patience;
import io.sysv4j.offheap.internal.memory.Retired;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A class loader that has loaded the library can be collected after the last close, though threads
 * that used the library live on, but for what JNA keeps, which is taken away by force here. If that
 * is needed no more, or is not enough any more, these tests fail, and docs/operations.md is to be
 * mended with them.
 */
class LoaderEndTest {
  private static final Predicate<String> IS_JNA = entry -> entry.contains("jna");
  private static final String NATIVE = "com.sun.jna.Native";
  private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();

  /** A thread of an application server: it lives on. */
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void endThread() throws InterruptedException {
    thread.shutdown();
    assertTrue(thread.awaitTermination(10, TimeUnit.SECONDS));
  }

  private static URL[] classPath(Predicate<String> wanted) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (wanted.test(entry)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return urls.toArray(new URL[0]);
  }

  /** Uses the library of a class loader, on the thread that lives on. */
  @SuppressWarnings("unchecked")
  private void use(ClassLoader loader, String uri) throws Exception {
    Callable<Void> use =
        () -> {
          Thread self = Thread.currentThread();
          ClassLoader before = self.getContextClassLoader();
          self.setContextClassLoader(loader);
          try {
            Class<?> guest = loader.loadClass(LoaderGuest.class.getName());
            assertEquals(loader, guest.getClassLoader());
            ((Consumer<String>) guest.getConstructor().newInstance()).accept(uri);
          } finally {
            self.setContextClassLoader(before);
          }
          return null;
        };
    thread.submit(use).get();
    awaitAddresses(loader);
  }

  /** The addresses of what was mapped are given back by a thread, when nobody can reach them. */
  private static void awaitAddresses(ClassLoader loader) throws ReflectiveOperationException {
    Patience patience = new Patience();
    var count = loader.loadClass(Retired.class.getName()).getMethod("count");
    while ((int) count.invoke(null) > 0) {
      System.gc();
      patience.step(() -> "ranges of memory are still mapped");
    }
  }

  // ---- what JNA keeps --------------------------------------------------------------------

  private static Class<?> linux(ClassLoader loader) throws ClassNotFoundException {
    return loader.loadClass(Linux.class.getName());
  }

  /** JNA's native code keeps each method of a class that is registered. */
  private static void forgetMethods(ClassLoader jna, ClassLoader loader)
      throws ReflectiveOperationException {
    jna.loadClass(NATIVE).getMethod("unregister", Class.class).invoke(null, linux(loader));
  }

  /** A weak map leads from a registered class to its options, among which is the class. */
  private static void forgetOptions(ClassLoader jna, ClassLoader loader)
      throws ReflectiveOperationException {
    Field options = jna.loadClass(NATIVE).getDeclaredField("typeOptions");
    options.setAccessible(true);
    Map<?, ?> ours = (Map<?, ?>) ((Map<?, ?>) options.get(null)).remove(linux(loader));
    assertTrue(ours.containsValue(linux(loader)), ours.toString());
  }

  /** JNA's own thread runs already, as some other user of JNA in the same JVM has started it. */
  private static void startJna(ClassLoader jna) throws ReflectiveOperationException {
    Class.forName("com.sun.jna.NativeLibrary", true, jna).getMethod("getProcess").invoke(null);
  }

  // ---- what is left ----------------------------------------------------------------------

  private record Displacing(int number) {}

  /** JDK 17 keeps the class of the record whose {@code equals} was linked last. */
  private static void displaceWhatTheJdkKeeps() {
    assertNotEquals(new Displacing(1), new Displacing(2));
  }

  private static void awaitEnd(WeakReference<ClassLoader> loader) {
    Patience patience = new Patience();
    while (loader.get() != null) {
      System.gc();
      patience.step(() -> "the class loader is still reachable");
    }
  }

  private static void assertKept(WeakReference<ClassLoader> loader) throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNotNull(loader.get(), "JNA does not keep it any more");
  }

  /** In a method of its own, as all that has the loader in a frame. */
  private WeakReference<ClassLoader> useAndDrop(ClassLoader jna, String uri) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(classPath(IS_JNA.negate()), jna)) {
      use(loader, uri);
      return new WeakReference<>(loader);
    }
  }

  @Test
  void shouldBeKeptByNothingButTwoThingsOfJna() throws Exception {
    try (Arena arena = new Arena();
        URLClassLoader jna = new URLClassLoader(classPath(IS_JNA), JDK)) {
      startJna(jna);
      WeakReference<ClassLoader> loader = useAndDrop(jna, arena.uri());
      displaceWhatTheJdkKeeps();
      assertKept(loader);
      forgetMethods(jna, loader.get());
      assertKept(loader);
      forgetOptions(jna, loader.get());
      awaitEnd(loader);
    }
  }

  @Test
  void shouldBeKeptByJnasOwnThreadWhereThatIsLoadedBesideTheLibrary() throws Exception {
    try (Arena arena = new Arena();
        URLClassLoader loader = new URLClassLoader(classPath(entry -> true), JDK)) {
      use(loader, arena.uri());
      List<String> threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(running -> running.getClass().getClassLoader() == loader)
              .map(Thread::getName)
              .toList();
      assertEquals(List.of("JNA Cleaner"), threads);
    }
  }

  @Test
  void shouldLeaveItsContextClassLoaderToNoThread() throws Exception {
    try (Arena arena = new Arena();
        URLClassLoader loader = new URLClassLoader(classPath(entry -> true), JDK)) {
      use(loader, arena.uri());
      List<String> threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(running -> running.getContextClassLoader() == loader)
              .map(Thread::getName)
              .toList();
      assertEquals(List.of(), threads);
    }
  }
}
