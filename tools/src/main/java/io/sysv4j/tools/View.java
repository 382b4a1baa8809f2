package io.sysv4j.tools;

/** What {@code ipcs} shows of the objects. */
enum View {
  LIST,
  TIMES,
  PIDS,
  CREATORS,
  LIMITS,
  SUMMARY
}
