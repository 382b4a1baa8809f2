package io.sysv4j.conformance.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of 64-bit words, mapped. What a process has stored stays when it is killed; stores are
 * seen in their order.
 */
final class Words {
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer bytes;

  private Words(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Maps a file of so many words; makes it, filled with zeros, if there is none. */
  static Words map(Path file, int count) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      return new Words(channel.map(FileChannel.MapMode.READ_WRITE, 0, count * 8L));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long get(int index) {
    return (long) WORD.getVolatile(bytes, index * Long.BYTES);
  }

  void increment(int index) {
    WORD.getAndAdd(bytes, index * Long.BYTES, 1L);
  }

  void put(int index, long value) {
    WORD.setVolatile(bytes, index * Long.BYTES, value);
  }
}
