package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A JVM that gets no more threads, at the instants that its parent chooses. */
final class FewThreadsMain {
  private static final Sembuf TAKE = Sembuf.of(0, -1);

  private final BufferedReader parent =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private final String uri;
  private final Path dir;

  private FewThreadsMain(String uri, Path dir) {
    this.uri = uri;
    this.dir = dir;
  }

  /**
   * Tries.
   *
   * @param args the URI of a namespace, its directory, and the URI of another namespace
   */
  public static void main(String[] args) throws Exception {
    warmUp(args[2]);
    new FewThreadsMain(args[0], Path.of(args[1])).play();
    System.out.println("done");
  }

  /** Whatever is used later is loaded by then. */
  private static void warmUp(String other) throws Exception {
    try (IpcNamespace ns = IpcNamespace.open(other)) {
      int semid = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      CompletableFuture<Void> future = ns.semopAsync(semid, TAKE);
      ns.semop(semid, 0, 1, 0);
      future.get();
      require(ns.getNcnt(semid, 0) == 0, "asleep");
      refused(ns.semopAsync(Integer.MAX_VALUE, TAKE), Errno.EINVAL);
      ns.semRmid(semid);
    }
  }

  private void play() throws Exception {
    int mappings = mappings();
    ask("no threads");
    for (int i = 0; i < 3; i++) {
      refuseOpen();
    }
    require(Descriptors.of(dir).isEmpty(), "descriptors: " + Descriptors.of(dir));
    require(mappings() == mappings, "mappings: " + mappings() + ", were " + mappings);
    ask("threads");
    try (IpcNamespace ns = IpcNamespace.open(uri)) {
      int semid = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      ask("no threads");
      for (int i = 0; i < 3; i++) {
        refused(ns.semopAsync(semid, TAKE), Errno.ENOMEM);
      }
      require(ns.getNcnt(semid, 0) == 0, "asleep");
      ask("threads");
      CompletableFuture<Void> future = ns.semopAsync(semid, TAKE);
      ns.semop(semid, 0, 1, 0);
      future.get();
      require(ns.getVal(semid, 0) == 0, "the unit was not taken");
      ns.semRmid(semid);
    }
  }

  private void ask(String what) throws IOException {
    System.out.println(what);
    require("yes".equals(parent.readLine()), "the parent has gone");
  }

  private void refuseOpen() {
    try {
      IpcNamespace.open(uri).close();
    } catch (OutOfMemoryError e) {
      require(e.getMessage().contains("thread"), e.getMessage());
      return;
    }
    throw new IllegalStateException("it was not refused");
  }

  private static void refused(CompletableFuture<Void> future, Errno errno) throws Exception {
    try {
      future.get();
    } catch (ExecutionException e) {
      boolean tells = e.getCause() instanceof IpcException told && told.errno() == errno;
      require(tells, e.toString());
      return;
    }
    throw new IllegalStateException("it was not refused");
  }

  private int mappings() throws IOException {
    return (int)
        Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> line.contains(dir.toString()))
            .count();
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }
}
