package io.sysv4j.examples.demo;

/**
 * What a worker writes down about itself in the segment, where it outlives the worker.
 *
 * @param pid its process
 * @param sleeps how often a semop made it sleep
 * @param nanosAsleep how long it slept there in all
 * @param redone how many chunks it did again that a dead worker had begun
 */
record SeatRecord(long pid, long sleeps, long nanosAsleep, long redone) {
  SeatRecord plusSleep(long nanos) {
    return new SeatRecord(pid, sleeps + 1, nanosAsleep + nanos, redone);
  }

  SeatRecord plusRedone() {
    return new SeatRecord(pid, sleeps, nanosAsleep, redone + 1);
  }
}
