package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.offheap.OffHeapProvider;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM that uses up its descriptors, and tries what can still be done. */
final class FewDescriptorsMain {
  private final IpcNamespace ns;
  private final int foreign;
  private final int shmid;
  private final String uri;

  private FewDescriptorsMain(String uri, int foreign, int shmid) {
    this.uri = uri;
    this.ns = IpcNamespace.open(uri);
    this.foreign = foreign;
    this.shmid = shmid;
  }

  /**
   * Tries.
   *
   * @param args URI, a set and a segment of someone else, and the directory
   */
  public static void main(String[] args) throws Exception {
    loadAllClasses();
    FewDescriptorsMain main =
        new FewDescriptorsMain(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    main.play(Path.of(args[3]));
    System.out.println("done");
  }

  /** Loading one later needs a descriptor, too. */
  private static void loadAllClasses() throws Exception {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path root = Path.of(entry);
      if (Files.isDirectory(root) && Files.isDirectory(root.resolve("io/sysv4j"))) {
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : files.collect(Collectors.toList())) {
            String name = root.relativize(file).toString();
            if (name.endsWith(".class")
                && (root.endsWith("classes") && !name.contains("conformance"))) {
              Class.forName(name.substring(0, name.length() - 6).replace('/', '.'));
            }
          }
        }
      }
    }
  }

  private void play(Path dir) throws IOException {
    int own = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
    ns.semop(own, 0, 1, Ipc.SEM_UNDO);
    int before = Descriptors.of(dir).size();
    List<FileInputStream> hogs = useAllUp();
    refused(() -> ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
    refused(() -> ns.shmget(Ipc.IPC_PRIVATE, 1, 0600));
    refused(() -> ns.shmat(shmid, 0, 0).close());
    refused(() -> ns.semop(foreign, 0, 1, 0));
    refused(() -> new OffHeapProvider().open(URI.create("offheap:/dev/shm")).close());
    ns.semop(own, 0, 3, 0);
    ns.semop(own, 0, -4, Ipc.SEM_UNDO);
    ns.semRmid(own);
    for (FileInputStream hog : hogs) {
      hog.close();
    }
    require(Descriptors.of(dir).size() == before, "descriptors: " + Descriptors.of(dir));
    ns.semop(foreign, 0, 10, 0);
    ns.shmat(shmid, 0, 0).close();
    ns.semRmid(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
    IpcNamespace.open(uri).close();
    ns.close();
    require(Descriptors.of(dir).isEmpty(), "descriptors: " + Descriptors.of(dir));
  }

  private static List<FileInputStream> useAllUp() throws IOException {
    List<FileInputStream> hogs = new ArrayList<>();
    try {
      while (true) {
        hogs.add(new FileInputStream("/dev/null"));
      }
    } catch (FileNotFoundException e) {
      require(e.getMessage().contains("Too many open files"), e.getMessage());
      return hogs;
    }
  }

  private static void refused(Runnable call) {
    try {
      call.run();
    } catch (IpcException e) {
      boolean tells = e.errno() == Errno.EMFILE && e.getMessage().contains("ulimit -n");
      require(tells, e.getMessage());
      return;
    }
    throw new IllegalStateException("it was not refused");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }
}
