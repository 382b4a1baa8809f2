package io.sysv4j.conformance.fuzz;

/** Runs programs on both sides and compares. */
interface Runner extends AutoCloseable {
  /** The mode, as the command line has it. */
  String name();

  /** The program of a seed, of the kind that this runner runs. */
  Program program(long seed);

  /**
   * Runs a program to its end or its first difference. After a difference, the next run or {@link
   * #close} tidies up.
   */
  Outcome run(Program program) throws InterruptedException;

  @Override
  void close();
}
