package io.sysv4j.conformance.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Damages files that others have mapped, one strike after the other. */
final class LiveDamage implements AutoCloseable {
  private final Random random;
  private final List<Path> files = new ArrayList<>();
  private final List<String> done = new ArrayList<>();

  LiveDamage(Path dir, Random random) throws IOException {
    this.random = random;
    try (Stream<Path> all = Files.list(dir)) {
      all.filter(file -> !file.getFileName().toString().startsWith("shm-")).forEach(files::add);
    }
    files.sort(null);
  }

  /** Strikes once. */
  void strike() throws IOException {
    Path file = files.get(random.nextInt(files.size()));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) channel.size()).order(ByteOrder.nativeOrder());
      channel.read(bytes, 0);
      ByteBuffer before = ByteBuffer.wrap(bytes.array().clone()).order(ByteOrder.nativeOrder());
      int at = somewhere(bytes);
      done.add(file.getFileName() + "@" + at + " " + Damage.strike(bytes, at, random));
      for (int i = 0; i + 8 <= bytes.capacity(); i += 8) {
        if (bytes.getLong(i) != before.getLong(i)) {
          channel.write(bytes.slice(i, 8), i);
        }
      }
    }
  }

  private int somewhere(ByteBuffer bytes) {
    int words = bytes.capacity() / 8;
    int word = random.nextInt(words);
    for (int i = 0; i < words && bytes.getLong(8 * word) == 0; i++) {
      word = (word + 1) % words;
    }
    return 8 * (random.nextInt(8) == 0 ? random.nextInt(words) : word);
  }

  @Override
  public void close() {
    files.clear();
  }

  @Override
  public String toString() {
    return done.toString();
  }
}
