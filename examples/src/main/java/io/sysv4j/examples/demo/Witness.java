package io.sysv4j.examples.demo;

/** Sees what a worker does at the moments that matter; it may stop the worker there for good. */
interface Witness {
  /** The worker is at this instant, with this chunk. */
  void at(Instant instant, int chunk);

  /** The worker begins again what a dead one had begun. */
  void redoing(Claim claim);

  /** A dead worker had changed a slot and not counted it; the worker has corrected a semaphore. */
  void corrected(Correction correction);
}
