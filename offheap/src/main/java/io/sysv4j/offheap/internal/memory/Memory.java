package io.sysv4j.offheap.internal.memory;

/**
 * The bytes of one mapped file, shared with other processes. All access of the engine to shared
 * state goes through this class, so that a test can stand in for it, count the steps, and die at
 * any of them.
 *
 * <p>Offsets are those of the file. An offset outside the file throws {@link CorruptFileException}:
 * it can only come from damaged contents. Values are naturally aligned.
 */
public abstract class Memory {
  /** A 64-bit load, acquire. */
  public abstract long getLong(long offset);

  /** A 32-bit load, acquire. */
  public abstract int getInt(long offset);

  /** A 64-bit store, release. */
  public abstract void putLong(long offset, long value);

  /** A 32-bit store, release. */
  public abstract void putInt(long offset, int value);

  /** Compares and swaps 64 bits; a full fence. */
  public abstract boolean casLong(long offset, long expected, long value);

  /** Compares and swaps 32 bits; a full fence. */
  public abstract boolean casInt(long offset, int expected, int value);

  /** The address of an offset in this process, for futex calls. */
  public abstract long address(long offset);

  /** The name of the file, for messages. */
  public abstract String name();

  /** Stores zeros, 8 bytes at a time; offset and length are multiples of 8. */
  public final void zero(long offset, long length) {
    for (long i = 0; i < length; i += Long.BYTES) {
      putLong(offset + i, 0);
    }
  }
}
