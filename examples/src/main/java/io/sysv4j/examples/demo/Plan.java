package io.sysv4j.examples.demo;

import java.nio.file.Path;

/**
 * What one run of the demo is to do.
 *
 * @param file the file to move
 * @param geometry the measures of the buffer
 * @param namespace the URI of the namespace to use; null = a fresh one
 */
record Plan(Path file, Geometry geometry, String namespace) {
  static final int PRODUCERS = 1;
  static final int CONSUMERS = 2;

  private static final int DEFAULT_CHUNK = 64 << 10;

  /**
   * Makes a plan, or refuses it with an {@link IllegalArgumentException} that says why.
   *
   * @param chunkSize bytes, or 0 = 64 KiB, and more for a very large file
   * @param kills how many JVMs to kill; a file of fewer chunks has fewer killed
   */
  static Plan of(Path file, long size, int chunkSize, int slots, int kills, String namespace) {
    int chunk = chunkSize > 0 ? chunkSize : defaultChunk(size);
    int traps = (int) Math.min(kills, (size + chunk - 1) / chunk);
    int seats = PRODUCERS + CONSUMERS + traps;
    return new Plan(file, new Geometry(size, chunk, slots, seats, traps), namespace);
  }

  private static int defaultChunk(long size) {
    long chunk = DEFAULT_CHUNK;
    while (size / chunk > Short.MAX_VALUE / 2 && chunk < Geometry.MAX_DATA) {
      chunk *= 2;
    }
    return (int) chunk;
  }

  int kills() {
    return geometry.traps();
  }
}
