package io.sysv4j.conformance.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a worker and the referee tell each other, in a file that survives the worker's death: the
 * referee's command, the worker's state, and a {@link Slot} for each of the worker's doers.
 */
final class Ledger {
  /** What the referee wants; the pause that it belongs to is above it. */
  static final int PREPARE = 0;

  static final int PLAY = 1;
  static final int PAUSE = 2;
  static final int CLOSE = 3;

  /** How far the worker is. */
  static final int BORN = 0;

  static final int READY = 1;
  static final int PLAYING = 2;

  /** Doers with a thread: two share, one starts futures, one plays alone, one flickers. */
  static final int THREADS = 6;

  static final int SHARING = 0;
  static final int SHARERS = 2;
  static final int SOLO = 2;
  static final int SEGMENTS = 3;
  static final int FLICKER = 4;

  /** The one that starts futures; each future has a slot of its own. */
  static final int ASYNC = 5;

  static final int LANES = 4;

  private static final int COMMAND = 0;
  private static final int STATE = 1;
  private static final int COMPLAINTS = 2;
  private static final int RESCUED = 3;
  private static final int POINT = 4;
  private static final int PARTICIPANT = 5;
  private static final int DEEDS = 8;
  private static final int HEADER = 32;
  private static final int WORDS = HEADER + (THREADS + LANES) * Slot.LENGTH;

  private final Words words;
  private final List<Slot> slots = new ArrayList<>();

  Ledger(Path file) {
    words = Words.map(file, WORDS);
    for (int i = 0; i < THREADS + LANES; i++) {
      slots.add(new Slot(words, HEADER + i * Slot.LENGTH));
    }
  }

  Slot slot(int index) {
    return slots.get(index);
  }

  Slot lane(int index) {
    return slots.get(THREADS + index);
  }

  List<Slot> slots() {
    return Collections.unmodifiableList(slots);
  }

  /** Whether the sums of a slot are of the sets that all share. */
  static boolean isShared(int slot) {
    return slot != SOLO;
  }

  void command(int command, long pause) {
    words.put(COMMAND, pause << 2 | command);
  }

  int command() {
    return (int) words.get(COMMAND) & 3;
  }

  long pause() {
    return words.get(COMMAND) >>> 2;
  }

  void state(int state) {
    words.put(STATE, state);
  }

  int state() {
    return (int) words.get(STATE);
  }

  /** The worker saw something that must not be; its stderr says what. */
  synchronized void complain() {
    words.put(COMPLAINTS, words.get(COMPLAINTS) + 1);
  }

  long complaints() {
    return words.get(COMPLAINTS);
  }

  /** The worker does something. */
  void did(Deed deed) {
    words.increment(DEEDS + deed.ordinal());
  }

  /** How often the worker has done something. */
  long count(Deed deed) {
    return words.get(DEEDS + deed.ordinal());
  }

  /** How many sleepers of the worker missed their wake-up and were saved by the safety tick. */
  void rescued(long count) {
    words.put(RESCUED, count);
  }

  long rescued() {
    return words.get(RESCUED);
  }

  /** Who the worker is in the namespace. */
  void participant(long id) {
    words.put(PARTICIPANT, id);
  }

  long participant() {
    return words.get(PARTICIPANT);
  }

  /** The point at which the worker killed or stopped itself; null = it did not. */
  Point point() {
    int ordinal = (int) words.get(POINT) - 1;
    return ordinal < 0 ? null : Point.values()[ordinal];
  }

  void point(Point point) {
    words.put(POINT, point.ordinal() + 1);
  }
}
