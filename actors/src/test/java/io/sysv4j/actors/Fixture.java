package io.sysv4j.actors;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.spi.IpcNamespaceProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A namespace of one provider for one test class, and the keys and the directory that it must leave
 * clean.
 */
final class Fixture implements AutoCloseable {
  private static final Random RANDOM = new Random();

  private final String scheme;
  private final Path directory;
  private final IpcNamespace namespace;
  private final ConcurrentLinkedQueue<Integer> keys = new ConcurrentLinkedQueue<>();

  private Fixture(String scheme, String limits) {
    this.scheme = scheme;
    this.directory =
        Path.of("/dev/shm/sysv4j-actors-" + Long.toHexString(RANDOM.nextLong() >>> 16));
    this.namespace = IpcNamespace.open(isKernel() ? "kernel:" : uri() + "?create=true" + limits);
  }

  /** The schemes of the providers on the class path. */
  static List<String> schemes() {
    return ServiceLoader.load(IpcNamespaceProvider.class).stream()
        .map(provider -> provider.get().scheme())
        .sorted()
        .collect(Collectors.toList());
  }

  static Fixture of(String scheme) {
    return new Fixture(scheme, "");
  }

  /** Of mapped files, with limits, as {@code &semmni=2}. */
  static Fixture limited(String limits) {
    return new Fixture("offheap", limits);
  }

  String scheme() {
    return scheme;
  }

  /** Whether each sleeper is a thread in a system call. */
  boolean isKernel() {
    return scheme.equals("kernel");
  }

  String uri() {
    return isKernel() ? "kernel:" : scheme + ":" + directory;
  }

  IpcNamespace namespace() {
    return namespace;
  }

  /** A key that nobody else uses. */
  int key() {
    int key = RANDOM.nextInt(1, Integer.MAX_VALUE);
    keys.add(key);
    return key;
  }

  /** A set of one semaphore, made with its value. */
  SemaphoreSetSpec set(int value) {
    return SemaphoreSetSpec.of(key(), 1, Ipc.IPC_CREAT | 0600).withInitial(value);
  }

  /** What the set of this key is now. */
  int semid(int key) {
    return namespace.semget(key, 0, 0);
  }

  @Override
  public void close() {
    try {
      for (int key : keys) {
        remove(() -> namespace.semRmid(namespace.semget(key, 0, 0)));
        remove(() -> namespace.shmRmid(namespace.shmget(key, 0, 0)));
      }
    } finally {
      namespace.close();
      if (Files.exists(directory)) {
        deleteDirectory();
      }
    }
  }

  private static void remove(Runnable removal) {
    try {
      removal.run();
    } catch (IpcException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  private void deleteDirectory() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
