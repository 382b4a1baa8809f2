package io.sysv4j.conformance.fuzz;

/**
 * One step of a program.
 *
 * @param worker which process does it; 0 in the single-process mode
 * @param call what it does
 */
record Step(int worker, Call call) {
  @Override
  public String toString() {
    return "w" + worker + "  " + call;
  }
}
