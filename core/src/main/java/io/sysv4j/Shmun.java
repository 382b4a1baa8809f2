package io.sysv4j;

/**
 * The third argument of {@link IpcNamespace#shmctl}. Fill what the command reads; find here what it
 * writes.
 *
 * <p>Mutable and not thread-safe: one for each call.
 */
public final class Shmun {
  /** IPC_SET reads its perm; IPC_STAT, SHM_STAT and SHM_STAT_ANY write it. */
  public ShmidDs buf;

  /** IPC_INFO writes it. */
  public Shminfo info;

  /** SHM_INFO writes it. */
  public ShmUsage usage;

  /** An empty argument. */
  public Shmun() {}
}
