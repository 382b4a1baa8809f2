package io.sysv4j.conformance.harness;

import io.sysv4j.SharedMemory;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * An attach that a peer holds. Its bytes are the peer's: {@link #peek} and {@link #poke} make the
 * peer read and write them. It has no buffer here.
 */
public final class PeerMemory implements SharedMemory {
  private final PeerJvm peer;
  private final Attach attach;

  /** What the peer tells of its attach. */
  record Attach(int shmid, long address, long size, boolean readOnly) {}

  PeerMemory(PeerJvm peer, Attach attach) {
    this.peer = peer;
    this.attach = attach;
  }

  /** Bytes that the peer reads. */
  public byte[] peek(long offset, int length) {
    String hex = peer.ask(String.class, "peek", attach.address(), offset, length);
    return HexFormat.of().parseHex(hex);
  }

  /** Makes the peer write bytes. */
  public void poke(long offset, byte... bytes) {
    peer.ask(void.class, "poke", attach.address(), offset, HexFormat.of().formatHex(bytes));
  }

  @Override
  public int shmid() {
    return attach.shmid();
  }

  @Override
  public long address() {
    return attach.address();
  }

  @Override
  public long size() {
    return attach.size();
  }

  @Override
  public boolean isReadOnly() {
    return attach.readOnly();
  }

  @Override
  public boolean isAttached() {
    return peer.ask(boolean.class, "isAttached", attach.address());
  }

  @Override
  public ByteBuffer buffer() {
    throw new UnsupportedOperationException("the memory is another JVM's: use peek and poke");
  }

  @Override
  public ByteBuffer buffer(long offset, int length) {
    return buffer();
  }

  @Override
  public void close() {
    peer.ask(void.class, "detach", attach.address());
  }
}
