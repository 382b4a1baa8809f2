package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM with a namespace open that does what the test says, a line at a time. */
final class Puppet {
  private final IpcNamespace namespace;
  private final Path dir;

  private Puppet(String uri) {
    namespace = IpcNamespace.open(uri);
    dir = Path.of(namespace.uri().getSchemeSpecificPart());
  }

  /**
   * Says {@code ready} and its pid, then one line for each command.
   *
   * @param args the URI
   */
  public static void main(String[] args) throws Exception {
    Puppet puppet = new Puppet(args[0]);
    System.out.println("ready " + ProcessHandle.current().pid());
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      System.out.println(puppet.obey(line.split(" ")));
    }
  }

  private String obey(String[] command) throws IOException {
    switch (command[0]) {
      case "take":
        return String.valueOf(undoable(command, -1));
      case "give":
        return String.valueOf(undoable(command, 1));
      case "spawn":
        return "" + new ProcessBuilder("sleep", "600").inheritIO().start().pid();
      case "fork":
        return "" + fork();
      case "read":
        return readAll();
      case "die":
        return die();
      default:
        throw new IllegalArgumentException(command[0]);
    }
  }

  private Errno undoable(String[] command, int op) {
    return namespace.trySemop(Integer.parseInt(command[1]), 0, op, Ipc.SEM_UNDO);
  }

  /** The child never comes back into the JVM: it has only this thread, and waits for its end. */
  private static int fork() {
    int pid = Libc.fork();
    while (pid == 0) {
      Libc.pause();
    }
    return pid;
  }

  /** Opens, maps, locks and closes each file, as a backup or a curious colleague would. */
  private String readAll() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(dir)) {
      files.addAll(all.collect(Collectors.toList()));
    }
    for (Path file : files) {
      Files.readAllBytes(file);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        try (FileLock lock = channel.tryLock(0, 64, false)) {
          if (lock == null) {
            throw new IllegalStateException(file + " is locked by someone");
          }
        }
        FileLock whole = channel.tryLock();
        if (whole != null) {
          whole.release();
        }
      }
    }
    return "read";
  }

  private static String die() {
    Libc.raise(Libc.SIGKILL);
    return "still here";
  }
}
