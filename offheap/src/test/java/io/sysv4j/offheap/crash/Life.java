package io.sysv4j.offheap.crash;

import java.util.HashSet;
import java.util.Set;

/**
 * How many stores a participant still makes. It dies <em>after</em> a store, so that nothing that
 * would follow it happens (a futex wake, a file that is made), or <em>before</em> the next one, so
 * that all of that has happened. Loads don't count: a death there is a death after the last store.
 */
final class Life {
  /** A 32-bit word of a file. */
  record Word(String file, long offset) {}

  private static final int FOREVER = Integer.MAX_VALUE;

  private final Set<Word> owed = new HashSet<>();
  private final Set<Word> leaving = new HashSet<>();
  private final Set<Word> woken = new HashSet<>();
  private int stores;
  private int last = FOREVER;
  private boolean isBefore;
  private boolean dead;
  private boolean tracing;
  private Death death;
  private Mishap mishap;
  private int inside;
  private long latest;

  /** It dies right after so many more stores; 0 = at once. */
  void endAfter(int count) {
    stores = 0;
    last = count;
    isBefore = false;
    dead = count == 0;
  }

  /** It dies right before the store after so many more. */
  void endBefore(int count) {
    stores = 0;
    last = count;
    isBefore = true;
  }

  /** It lives on, and its stores are counted from here. */
  void goOn() {
    stores = 0;
    last = FOREVER;
  }

  /** It is dead from now on. */
  void end() {
    dead = true;
  }

  /** Its death tells where it happened. */
  void trace() {
    tracing = true;
  }

  boolean isDead() {
    return dead;
  }

  /** Stores since they are counted. */
  int stores() {
    return stores;
  }

  /** Something goes wrong from here on; null = nothing does. */
  void mishap(Mishap next) {
    mishap = next;
    inside = 0;
  }

  /** An action begins. */
  void begin() {
    latest = Patience.begin();
  }

  /** An action is over. */
  void done() {
    latest = 0;
    Patience.done();
  }

  /** It looks at its memory. */
  void load() {
    live();
    pass(Mishap.Place.LOAD, false);
  }

  /** Throws if its action takes too long. */
  void requireTime() {
    if (latest != 0 && System.nanoTime() - latest > 0) {
      throw new GaveUp("it is still there after " + Patience.SECONDS + " s");
    }
  }

  private void live() {
    requireTime();
    if (dead) {
      death = death != null ? death : new Death(tracing);
      throw death;
    }
    if (!leaving.isEmpty()) {
      wake();
    }
  }

  /** What is owed inside is never paid, if this throws: who repairs it owes it then. */
  private void pass(Mishap.Place place, boolean isGate) {
    if (mishap != null) {
      try {
        mishap.pass(place, inside > 0 && !isGate);
      } catch (RuntimeException | Error e) {
        owed.clear();
        throw e;
      }
    }
  }

  /** It is about to store something, perhaps in the word of a gate. */
  void beforeStore(boolean isGate) {
    dead |= isBefore && stores == last;
    live();
    pass(Mishap.Place.BEFORE_STORE, isGate);
  }

  /** It has stored something. */
  void afterStore(boolean isGate) {
    stores++;
    dead |= !isBefore && stores == last;
    if (dead) {
      live();
    }
    pass(Mishap.Place.AFTER_STORE, isGate);
  }

  /** It owns a gate. */
  void enters() {
    inside++;
  }

  /** It owns a gate no more. */
  void opens() {
    inside--;
  }

  /** Its engine will wake who sleeps on a word, at once or when it has left the gate. */
  void willWake(String file, long offset) {
    load();
    (inside > 0 ? owed : leaving).add(new Word(file, offset));
  }

  /** It has left a set's gate; it wakes next, if it comes to that. */
  void leaves() {
    leaving.addAll(owed);
    owed.clear();
  }

  /** Whom it has woken. */
  Set<Word> woken() {
    if (!dead) {
      wake();
    }
    return woken;
  }

  private void wake() {
    woken.addAll(leaving);
    leaving.clear();
  }

  void forgetWoken() {
    owed.clear();
    leaving.clear();
    woken.clear();
  }
}
