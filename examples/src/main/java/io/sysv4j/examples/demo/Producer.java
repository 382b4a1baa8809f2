package io.sysv4j.examples.demo;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Reads the file, chunk by chunk, right into the slots of the buffer. */
final class Producer {
  private final BoundedBuffer buffer;
  private final Segment segment;
  private final FileChannel source;
  private final Witness witness;

  Producer(BoundedBuffer buffer, Segment segment, FileChannel source, Witness witness) {
    this.buffer = buffer;
    this.segment = segment;
    this.source = source;
    this.witness = witness;
  }

  /** Moves a chunk into the buffer; false if none is left to move. */
  boolean moveOne() throws IOException {
    Optional<Claim> claim = buffer.claimToFill();
    if (claim.isPresent()) {
      copy(claim.get());
      buffer.filled(claim.get());
    }
    return claim.isPresent();
  }

  private void copy(Claim claim) throws IOException {
    ByteBuffer slot = segment.data(claim.slot(), claim.chunk());
    long offset = segment.geometry().offsetOf(claim.chunk());
    int length = slot.limit();
    readUpTo(length / 2, slot, offset);
    witness.at(Instant.HALF_FILLED, claim.chunk());
    readUpTo(length, slot, offset);
  }

  private void readUpTo(int limit, ByteBuffer slot, long offset) throws IOException {
    slot.limit(limit);
    while (slot.hasRemaining()) {
      if (source.read(slot, offset + slot.position()) < 0) {
        throw new EOFException("the file has become shorter while it was read");
      }
    }
  }
}
