package io.sysv4j.conformance.faults;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A JVM that holds a unit of each of many namespaces, and closes these while its stack or its heap
 * is full. It lives on, and says what it saw.
 */
final class CloseMain {
  static final int KEY = 7;
  static final int UNITS = 10;

  private static final int STACK = 400 * 1024;
  private static final int GIVE_UP_MILLIS = 30_000;

  private final List<IpcNamespace> namespaces = new ArrayList<>();
  private final List<CompletableFuture<Void>> futures = new ArrayList<>();
  private final Hog hog = new Hog();
  private int next;
  private int thrown;

  /**
   * Closes, says so, and then does what it is told.
   *
   * @param args a directory for the namespaces, how many, and what is full: {@code stack} or {@code
   *     heap}
   */
  public static void main(String[] args) throws Exception {
    CloseMain main = new CloseMain();
    int count = Integer.parseInt(args[1]);
    for (int i = 0; i < count; i++) {
      main.open(Files.createDirectory(Path.of(args[0], "n" + i)));
    }
    try (IpcNamespace warm =
        IpcNamespace.open("offheap:" + Files.createDirectory(Path.of(args[0], "warm")))) {
      warm.semop(warm.semget(KEY, 1, Ipc.IPC_CREAT | 0600), 0, 1, Ipc.SEM_UNDO);
    }
    if (args[2].equals("stack")) {
      Thread thread = new Thread(null, main::overflow, "overflows", STACK);
      thread.start();
      thread.join();
    } else {
      main.closeInFullHeap();
    }
    main.namespaces.stream().filter(CloseMain::isOpen).forEach(IpcNamespace::close);
    System.out.println(main.thrown + " of " + main.next + " closes threw");
    System.in.read();
    System.out.println(main.awaitEnd());
    System.in.read();
  }

  private void open(Path dir) {
    IpcNamespace ns = IpcNamespace.open("offheap:" + dir + "?semmni=9&shmmni=9");
    int set = ns.semget(KEY, 2, Ipc.IPC_CREAT | 0600);
    ns.setVal(set, 0, UNITS);
    ns.semop(set, 0, -1, Ipc.SEM_UNDO);
    futures.add(ns.semopAsync(set, Sembuf.of(1, -1)));
    namespaces.add(ns);
  }

  /** At each of the last frames before its end the next is closed. */
  private void overflow() {
    try {
      overflow();
    } catch (StackOverflowError e) {
      next = 0; // the end: they are closed on the way back
    }
    if (next < namespaces.size()) {
      closeNext();
    }
  }

  /** Where the stack was so full that the close could not even be called. */
  private static boolean isOpen(IpcNamespace ns) {
    try {
      ns.semInfo();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private void closeInFullHeap() {
    while (next < namespaces.size()) {
      hog.fill();
      closeNext();
      hog.free(); // or the helpers of all namespaces would collect garbage all the time
    }
  }

  private void closeNext() {
    try {
      namespaces.get(next++).close();
    } catch (StackOverflowError | OutOfMemoryError e) {
      thrown++;
    }
  }

  /** Waits until nothing of the namespaces is left in this JVM; says what is. */
  private String awaitEnd() throws InterruptedException {
    int millis = 0;
    while (millis < GIVE_UP_MILLIS && (pending() > 0 || !helpers().isEmpty())) {
      Thread.sleep(10);
      millis += 10;
    }
    return pending() + " futures wait, helpers that are left: " + helpers();
  }

  private long pending() {
    return futures.stream().filter(future -> !future.isDone()).count();
  }

  private static Map<String, String> helpers() {
    Map<String, String> helpers = new TreeMap<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) -> {
              if (thread.getName().startsWith("sysv4j-")) {
                helpers.put(thread.getName(), Arrays.toString(frames));
              }
            });
    return helpers;
  }
}
