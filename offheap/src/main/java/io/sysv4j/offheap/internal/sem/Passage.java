package io.sysv4j.offheap.internal.sem;

import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;

/**
 * A way through the gate of a set: whoever enters repairs first what the last owner left, and what
 * is thrown inside is repaired before the gate opens again.
 */
final class Passage {
  private final SetState set;
  private final Recovery recovery;
  private volatile boolean closed;

  Passage(SetState set, Recovery recovery) {
    this.set = set;
    this.recovery = recovery;
  }

  /** Nobody of this JVM enters from now on, but {@link SemSet#close}. */
  void close() {
    closed = true;
  }

  /** What is done under the gate. */
  interface Inside {
    int run();
  }

  /** Does something under the gate, if the set is live. */
  int inside(Inside body) {
    int state = enter();
    try {
      int result = state == SetLayout.LIVE ? body.run() : set.notLive(state);
      recovery.settleFound();
      return result;
    } catch (RuntimeException | Error e) {
      throw repaired(e);
    } finally {
      set.leave();
    }
  }

  /** Enters the gate, repairs what the last owner left, takes back sleepers; answers the state. */
  int enter() {
    boolean died = set.gate.enter();
    if (closed) {
      set.gate.leaveAsFound(died); // our participant may be gone already
      throw new NamespaceClosedException();
    }
    try {
      if (died) {
        recovery.recover();
      }
      recovery.drain();
      return set.state();
    } catch (RuntimeException | Error e) {
      RuntimeException corrupt = repaired(e);
      set.leave();
      throw corrupt;
    }
  }

  /** Something was thrown inside: what was half done is undone or finished, as after a death. */
  RuntimeException repaired(Throwable thrown) {
    if (thrown instanceof CorruptFileException e) {
      set.memory.putInt(SetLayout.STATE, SetLayout.CORRUPT);
      recovery.alarm();
      return e;
    }
    recovery.recover();
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  /** Does something while nobody else changes the set, whatever its state. */
  void underGate(Runnable body) {
    enter();
    try {
      body.run();
    } finally {
      set.leave();
    }
  }
}
