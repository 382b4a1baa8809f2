package io.sysv4j.examples.demo;

import io.sysv4j.Ipc;

/**
 * The measures of one run, and where everything lies in its segment:
 *
 * <pre>
 * 0        header: these measures
 * 64       slot words   8 bytes a slot    {@link SlotWord}
 *          ledger       8 bytes a chunk   who filled it, who drained it: seat + 1, 0 = nobody yet
 *          seats       32 bytes a seat    pid, sleeps, nanoseconds asleep, chunks redone
 *          traps       16 bytes a trap    chunk, {@link Instant}, seat + 1 of the caught
 * (page)   data         chunkSize bytes a slot
 * </pre>
 *
 * @param fileSize the bytes to move
 * @param chunkSize the bytes that go through a slot at a time; the last chunk may be shorter
 * @param slots how many chunks the buffer holds
 * @param seats how many workers there will be at most, replacements included
 * @param traps how many of them will be killed
 */
record Geometry(long fileSize, int chunkSize, int slots, int seats, int traps) {
  private static final int HEADER = 64;
  private static final int PAGE = 4096;

  /** The largest buffer: all of a segment must fit one ByteBuffer. */
  static final long MAX_DATA = 1L << 30;

  Geometry {
    check(fileSize >= 0, "the file size is negative: " + fileSize);
    check(chunkSize > 0, "a chunk needs at least 1 byte, not " + chunkSize);
    check(slots > 0 && slots <= Ipc.SEMVMX, "slots must be 1.." + Ipc.SEMVMX + ", not " + slots);
    check(
        (long) slots * chunkSize <= MAX_DATA,
        slots + " slots of " + chunkSize + " bytes are more than 1 GiB of shared memory");
    check(
        (fileSize + chunkSize - 1) / chunkSize <= Ipc.SEMVMX,
        "the file would be more than "
            + Ipc.SEMVMX
            + " chunks, which is the largest value of a semaphore: choose chunks of at least "
            + ((fileSize + Ipc.SEMVMX - 1) / Ipc.SEMVMX)
            + " bytes");
  }

  private static void check(boolean condition, String complaint) {
    if (!condition) {
      throw new IllegalArgumentException(complaint);
    }
  }

  int chunks() {
    return (int) ((fileSize + chunkSize - 1) / chunkSize);
  }

  /** Where a chunk begins in the file. */
  long offsetOf(int chunk) {
    return (long) chunk * chunkSize;
  }

  int lengthOf(int chunk) {
    return (int) Math.min(chunkSize, fileSize - offsetOf(chunk));
  }

  int slotWordAt(int slot) {
    return HEADER + 8 * slot;
  }

  int ledgerAt(int chunk) {
    return slotWordAt(slots) + 8 * chunk;
  }

  int seatAt(int seat) {
    return ledgerAt(chunks()) + 32 * seat;
  }

  int trapAt(int trap) {
    return seatAt(seats) + 16 * trap;
  }

  int dataAt(int slot) {
    return (trapAt(traps) + PAGE - 1) / PAGE * PAGE + slot * chunkSize;
  }

  /** The size of the segment. */
  int bytes() {
    return dataAt(slots);
  }
}
