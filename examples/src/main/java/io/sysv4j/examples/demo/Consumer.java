package io.sysv4j.examples.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes what is in the slots of the buffer to its place in the file that arrives. */
final class Consumer {
  private final BoundedBuffer buffer;
  private final Segment segment;
  private final FileChannel target;
  private final Witness witness;

  Consumer(BoundedBuffer buffer, Segment segment, FileChannel target, Witness witness) {
    this.buffer = buffer;
    this.segment = segment;
    this.target = target;
    this.witness = witness;
  }

  /** Moves a chunk out of the buffer; sleeps until there is one. */
  void moveOne() throws IOException {
    Claim claim = buffer.claimToDrain();
    if (!buffer.hasArrived(claim)) {
      copy(claim);
    }
    buffer.drained(claim);
  }

  private void copy(Claim claim) throws IOException {
    ByteBuffer slot = segment.data(claim.slot(), claim.chunk());
    long offset = segment.geometry().offsetOf(claim.chunk());
    int length = slot.limit();
    writeUpTo(length / 2, slot, offset);
    witness.at(Instant.HALF_DRAINED, claim.chunk());
    writeUpTo(length, slot, offset);
  }

  private void writeUpTo(int limit, ByteBuffer slot, long offset) throws IOException {
    slot.limit(limit);
    while (slot.hasRemaining()) {
      target.write(slot, offset + slot.position());
    }
  }
}
