package io.sysv4j.conformance.faults;

import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The files of a namespace that was left in a hurry, as bytes: sets with values, undo rows, queues
 * of sleepers, and segments of someone who is dead. They can be damaged and written somewhere.
 */
final class Image {
  static final String LIMITS = "?semmni=8&shmmni=4&semopm=16";
  static final int KEY = 1;
  static final int SEMS = 3;

  private final Map<String, byte[]> files = new TreeMap<>();

  private Image(Map<String, byte[]> files) {
    files.forEach((name, bytes) -> this.files.put(name, bytes.clone()));
  }

  /** Makes one in an empty directory, which it clears again. */
  static Image make(Path dir) throws IOException {
    Options options = Options.of(URI.create("offheap:" + dir + LIMITS));
    Engine engine = Engine.openAlone(options, UnaryOperator.identity());
    for (int set = 0; set < 3; set++) {
      int semid = engine.semctl().semget(KEY + set, SEMS, Ipc.IPC_CREAT | 0600);
      engine.semctl().setAll(semid, new int[] {1, 2, 3});
      Sembuf[] undo = {new Sembuf(0, -1, Ipc.SEM_UNDO), new Sembuf(2, 1, Ipc.SEM_UNDO)};
      engine.sem().semop(semid, undo);
      sleep(engine, semid, new Sembuf(0, -1, 0));
      sleep(engine, semid, new Sembuf(1, 0, 0));
      if (set == 1) {
        sleep(engine, semid, new Sembuf(1, -9, Ipc.SEM_UNDO), new Sembuf(0, -1, 0));
        sleep(engine, semid, manyOps());
      }
    }
    for (int segment = 0; segment < 2; segment++) {
      int shmid = engine.shm().shmget(KEY + segment, 5000, Ipc.IPC_CREAT | 0600);
      engine.shm().shmat(shmid, 0, 0);
      if (segment == 1) {
        engine.shm().remove(shmid);
      }
    }
    engine.abandon();
    Image image = read(dir);
    clear(dir);
    return image;
  }

  private static void sleep(Engine engine, int semid, Sembuf... sops) {
    engine.sem().semtimedopAsync(semid, sops, null, Runnable::run);
  }

  private static Sembuf[] manyOps() {
    Sembuf[] sops = new Sembuf[12];
    for (int i = 0; i < sops.length; i++) {
      sops[i] = new Sembuf(i % SEMS, i % 2 == 0 ? -1 : 1, 0);
    }
    return sops;
  }

  private static Image read(Path dir) throws IOException {
    Map<String, byte[]> read = new TreeMap<>();
    try (Stream<Path> all = Files.list(dir)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        read.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return new Image(read);
  }

  static void clear(Path dir) throws IOException {
    try (Stream<Path> all = Files.list(dir)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Files.delete(file);
      }
    }
  }

  Image copy() {
    return new Image(files);
  }

  /** Writes the files into an empty directory. */
  void writeTo(Path dir) {
    files.forEach(
        (name, bytes) -> {
          try {
            Files.write(dir.resolve(name), bytes);
            Files.setPosixFilePermissions(
                dir.resolve(name),
                java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Damages some of it; answers what was done. */
  String damage(Random random) {
    StringBuilder done = new StringBuilder();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      String name = anyName(random);
      ByteBuffer bytes = ByteBuffer.wrap(files.get(name)).order(ByteOrder.nativeOrder());
      int at = anyPlace(bytes, random);
      done.append(name).append('@').append(at).append(' ').append(Damage.strike(bytes, at, random));
      done.append("; ");
    }
    if (random.nextInt(10) == 0) {
      done.append(reshape(random));
    }
    return done.toString();
  }

  /** A file that matters: a segment's bytes are the user's. */
  private String anyName(Random random) {
    List<String> names = new ArrayList<>(files.keySet());
    names.removeIf(name -> name.startsWith("shm-") || files.get(name).length < 8);
    return names.get(random.nextInt(names.size()));
  }

  /** Mostly where something is. */
  private static int anyPlace(ByteBuffer bytes, Random random) {
    int words = bytes.capacity() / 8;
    int word = random.nextInt(words);
    for (int i = 0; i < words && random.nextInt(4000) > 0; i++) {
      if (bytes.getLong(8 * word) != 0) {
        break;
      }
      word = (word + 1) % words;
    }
    return 8 * word;
  }

  private String reshape(Random random) {
    String name = anyName(random);
    byte[] old = files.get(name);
    switch (random.nextInt(4)) {
      case 0:
        files.put(name, new byte[0]);
        return name + " emptied";
      case 1:
        int length = random.nextInt(old.length);
        files.put(name, java.util.Arrays.copyOf(old, length));
        return name + " cut to " + length;
      case 2:
        files.put(name, java.util.Arrays.copyOf(old, old.length + 1 + random.nextInt(9000)));
        return name + " made longer";
      default:
        String other = anyName(random);
        files.put(name, files.get(other));
        files.put(other, old);
        return name + " and " + other + " changed places";
    }
  }
}
