package io.sysv4j.examples.demo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The shared-memory segment, by the names of its fields. {@link Geometry} says where they lie,
 * {@link BoundedBuffer} who may change them when.
 *
 * <p>Every field is written by one store of its own width: whoever dies leaves each of them as it
 * was before or after.
 */
class Segment {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final ByteBuffer bytes;
  private final Geometry geometry;

  private Segment(ByteBuffer bytes) {
    this(bytes, geometryIn(bytes));
  }

  /** For {@link #create} and for tests that watch the stores. */
  Segment(ByteBuffer bytes, Geometry geometry) {
    this.bytes = bytes;
    this.geometry = geometry;
  }

  /** Lays out a new segment, which is full of zeros. */
  static Segment create(ByteBuffer bytes, Geometry geometry) {
    LONG.set(bytes, 0, geometry.fileSize());
    INT.set(bytes, 8, geometry.chunkSize());
    INT.set(bytes, 12, geometry.slots());
    INT.set(bytes, 16, geometry.seats());
    INT.set(bytes, 20, geometry.traps());
    return new Segment(bytes, geometry);
  }

  /** Opens a segment that another process has laid out. */
  static Segment open(ByteBuffer bytes) {
    return new Segment(bytes);
  }

  private static Geometry geometryIn(ByteBuffer bytes) {
    return new Geometry(
        (long) LONG.get(bytes, 0),
        (int) INT.get(bytes, 8),
        (int) INT.get(bytes, 12),
        (int) INT.get(bytes, 16),
        (int) INT.get(bytes, 20));
  }

  Geometry geometry() {
    return geometry;
  }

  SlotWord slot(int slot) {
    return SlotWord.unpack(getLong(geometry.slotWordAt(slot)));
  }

  void slot(int slot, SlotWord word) {
    putLong(geometry.slotWordAt(slot), word.pack());
  }

  /** The part of a slot that holds this chunk. */
  ByteBuffer data(int slot, int chunk) {
    return bytes.slice(geometry.dataAt(slot), geometry.lengthOf(chunk));
  }

  /** Who filled a chunk; -1 = nobody yet. */
  int fillerOf(int chunk) {
    return getInt(geometry.ledgerAt(chunk)) - 1;
  }

  void fillerOf(int chunk, int seat) {
    putInt(geometry.ledgerAt(chunk), seat + 1);
  }

  /** Who brought a chunk to the file; -1 = nobody yet. */
  int drainerOf(int chunk) {
    return getInt(geometry.ledgerAt(chunk) + 4) - 1;
  }

  void drainerOf(int chunk, int seat) {
    putInt(geometry.ledgerAt(chunk) + 4, seat + 1);
  }

  SeatRecord seat(int seat) {
    int at = geometry.seatAt(seat);
    return new SeatRecord(getLong(at), getLong(at + 8), getLong(at + 16), getLong(at + 24));
  }

  /** Only the worker on the seat writes its record. */
  void seat(int seat, SeatRecord record) {
    int at = geometry.seatAt(seat);
    putLong(at, record.pid());
    putLong(at + 8, record.sleeps());
    putLong(at + 16, record.nanosAsleep());
    putLong(at + 24, record.redone());
  }

  Trap trap(int trap) {
    int at = geometry.trapAt(trap);
    int caught = getInt(at + 12) - 1;
    return new Trap((int) getLong(at), Instant.of(getInt(at + 8)), caught);
  }

  void trap(int trap, Trap set) {
    int at = geometry.trapAt(trap);
    putLong(at, set.chunk());
    putInt(at + 8, set.instant().ordinal());
    putInt(at + 12, set.caught() + 1);
  }

  private long getLong(int at) {
    return (long) LONG.getAcquire(bytes, at);
  }

  private int getInt(int at) {
    return (int) INT.getAcquire(bytes, at);
  }

  /** One store; a test may die before or after it. */
  void putLong(int at, long value) {
    LONG.setRelease(bytes, at, value);
  }

  /** One store; a test may die before or after it. */
  void putInt(int at, int value) {
    INT.setRelease(bytes, at, value);
  }
}
