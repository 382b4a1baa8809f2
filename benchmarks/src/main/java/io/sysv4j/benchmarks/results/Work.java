package io.sysv4j.benchmarks.results;

/** What was done. Some works come in sizes: a number of processes, sets, or JVMs. */
public enum Work {
  PLAIN("±1"),
  PLAIN_ARRAY("±1, as an array of one"),
  UNDO("±1 with SEM_UNDO"),
  FOUR("four operations, all or none"),
  ZERO("wait for zero that holds"),
  TRY("try that would sleep"),
  SEMGET("semget of an existing key"),
  FIRST_USE("first semop on a set not seen before"),
  SETS("±1 when N sets are in use"),
  JVMS("±1 when N JVMs use the set"),
  TWO_THREADS("two threads, each its own semaphore, sets: N"),
  TWO_JVMS("two processes, each its own semaphore, sets: N"),
  COPY("64 KiB into shared memory and back"),
  HANDOVER("hand-over, round trip"),
  HANDOVER_ONE_CPU("hand-over, round trip on one CPU"),
  HANDOVER_PACED("hand-over at a fixed rate, from the intended time"),
  CONTEND("N processes on one semaphore"),
  CROWD("eight sleepers released by one operation"),
  RECOVERY("holder killed, sleeper resumes"),
  FULL_STACKS("±1 with SEM_UNDO while calls of another JVM overflow"),
  ASYNC("100,000 asynchronous sleepers"),
  BURST("100,000 asynchronous sleepers that get nothing");

  /** How many sleepers {@link #ASYNC} and {@link #BURST} have. */
  public static final int SLEEPERS = 100_000;

  private final String text;

  Work(String text) {
    this.text = text;
  }

  /** The text with a size for its N. */
  public String sized(int size) {
    return size == 0 ? text : text.replace("N", Integer.toString(size));
  }

  @Override
  public String toString() {
    return text;
  }
}
