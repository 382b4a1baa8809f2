package io.sysv4j;

/**
 * The fourth argument of {@link IpcNamespace#semctl}: {@code union semun}. Fill what the command
 * reads; find here what it writes.
 *
 * <p>Mutable and not thread-safe: one for each call.
 */
public final class Semun {
  /** SETVAL: the value. */
  public int val;

  /** IPC_SET reads its perm; IPC_STAT, SEM_STAT and SEM_STAT_ANY write it. */
  public SemidDs buf;

  /** SETALL reads it; GETALL writes a new one. */
  public int[] array;

  /** IPC_INFO and SEM_INFO write it. */
  public Seminfo info;

  /** An empty union. */
  public Semun() {}

  /** A union for SETVAL. */
  public static Semun val(int val) {
    Semun arg = new Semun();
    arg.val = val;
    return arg;
  }
}
