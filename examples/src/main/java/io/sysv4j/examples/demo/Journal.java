package io.sysv4j.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has happened in a run, for the verdict and the summary. Not thread-safe: the foreman's. */
final class Journal {
  /**
   * A worker was killed.
   *
   * @param child who
   * @param trap where it was caught
   * @param heldUnits whether it was seen to hold units of the set when it was killed
   * @param nanos from SIGKILL until its life was 0
   */
  record Death(Child child, Trap trap, boolean heldUnits, long nanos) {}

  private final List<Death> deaths = new ArrayList<>();
  private final Map<Integer, Integer> corrections = new TreeMap<>();
  private final Map<Integer, String> removals = new TreeMap<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private int timesCorrected;
  private String removalAtActor;
  private long nanosMoving;

  void died(Death death) {
    deaths.add(death);
  }

  List<Death> deaths() {
    return deaths;
  }

  /** Whether the worker on this seat was killed. */
  boolean isDead(int seat) {
    return deaths.stream().anyMatch(death -> death.child().seat() == seat);
  }

  void corrected(Correction correction) {
    timesCorrected++;
    corrections.merge(correction.sem(), correction.to() - correction.from(), Integer::sum);
  }

  /** By how much the workers have changed a semaphore on behalf of the dead, in all. */
  int correctionOf(int sem) {
    return corrections.getOrDefault(sem, 0);
  }

  /** How often a semaphore had to be corrected. */
  int timesCorrected() {
    return timesCorrected;
  }

  /** A worker was told, out of its sleep, that the set is removed. */
  void removed(int seat, String message) {
    removals.put(seat, message);
  }

  /** What the workers were told, by seat. */
  Map<Integer, String> removals() {
    return removals;
  }

  /** An actor's request that slept was answered that the set is removed. */
  void removedAtActor(String message) {
    removalAtActor = message;
  }

  /** What the actor was told; null if nothing. */
  String removalAtActor() {
    return removalAtActor;
  }

  void ended(int seat, int status) {
    statuses.put(seat, status);
  }

  /** The exit status of every worker that has ended, by seat. */
  Map<Integer, Integer> statuses() {
    return statuses;
  }

  /** Everything has arrived, so long after the first worker was started. */
  void moved(long nanos) {
    nanosMoving = nanos;
  }

  long nanosMoving() {
    return nanosMoving;
  }
}
