package io.sysv4j;

import java.nio.ByteBuffer;

/**
 * One attach of a shared-memory segment: what {@code shmat} returns. Closing it is {@code shmdt}.
 *
 * <p>Thread-safe. The buffers it hands out are direct, in native byte order; several may be taken,
 * and all see the same bytes as every other attach of the segment, in any process. For atomic
 * access use {@link java.lang.invoke.MethodHandles#byteBufferViewVarHandle}.
 *
 * <p>A buffer that is still used after the detach touches private zero pages, never the segment and
 * never unmapped memory: a late access can't crash the JVM. The address range is given back when
 * the garbage collector finds that no such buffer is left.
 */
public interface SharedMemory extends AutoCloseable {
  /** The identifier of the segment. */
  int shmid();

  /** Where it is mapped in this process. */
  long address();

  /** The size in bytes that the segment was made with. */
  long size();

  /** Whether it was attached with SHM_RDONLY; its buffers are read-only then. */
  boolean isReadOnly();

  /** Whether it has not been detached yet. */
  boolean isAttached();

  /**
   * The whole segment.
   *
   * @throws IllegalStateException if it is larger than 2 GiB - 1 (take parts with {@link
   *     #buffer(long, int)}), or detached
   */
  ByteBuffer buffer();

  /**
   * A part of the segment. The part may reach into the rest of the last page, which is shared too.
   *
   * @param offset where it starts, in bytes
   * @param length how long it is, in bytes
   * @throws IndexOutOfBoundsException if the part is not within the mapped pages
   * @throws IllegalStateException if the segment is detached
   */
  ByteBuffer buffer(long offset, int length);

  /** Detaches: {@code shmdt}. Closing twice does nothing. */
  @Override
  void close();
}
