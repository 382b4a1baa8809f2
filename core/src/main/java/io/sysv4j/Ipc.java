package io.sysv4j;

/** Linux's numbers: flags, commands and fixed bounds of the System V calls. */
public final class Ipc {
  /** A key that always creates and can never be found. */
  public static final int IPC_PRIVATE = 0;

  /** Create the object if its key does not exist. */
  public static final int IPC_CREAT = 0001000;

  /** With IPC_CREAT: fail with EEXIST if the key exists. Alone it is ignored. */
  public static final int IPC_EXCL = 0002000;

  /** Answer EAGAIN where the operation would sleep. */
  public static final int IPC_NOWAIT = 0004000;

  /** Undo the operation when the process ends. */
  public static final int SEM_UNDO = 0x1000;

  /** Attach for reading only. */
  public static final int SHM_RDONLY = 010000;

  /** Round the attach address down to a multiple of SHMLBA. */
  public static final int SHM_RND = 020000;

  /** Replace existing mappings; refused with EINVAL, as it would replace the JVM's own memory. */
  public static final int SHM_REMAP = 040000;

  /** Attach with execute permission. */
  public static final int SHM_EXEC = 0100000;

  /** Mode bit of IPC_STAT: the segment goes away with its last attach. */
  public static final int SHM_DEST = 01000;

  /** Mode bit of IPC_STAT: the segment is locked in memory. */
  public static final int SHM_LOCKED = 02000;

  /** Command: remove the object. */
  public static final int IPC_RMID = 0;

  /** Command: set owner, group and mode. */
  public static final int IPC_SET = 1;

  /** Command: read the object's data structure. */
  public static final int IPC_STAT = 2;

  /** Command: read the limits. */
  public static final int IPC_INFO = 3;

  /** Command: the process of the last operation. */
  public static final int GETPID = 11;

  /** Command: the value. */
  public static final int GETVAL = 12;

  /** Command: all values. */
  public static final int GETALL = 13;

  /** Command: how many sleepers wait for an increase. */
  public static final int GETNCNT = 14;

  /** Command: how many sleepers wait for zero. */
  public static final int GETZCNT = 15;

  /** Command: set the value. */
  public static final int SETVAL = 16;

  /** Command: set all values. */
  public static final int SETALL = 17;

  /** Command: as IPC_STAT, by index. */
  public static final int SEM_STAT = 18;

  /** Command: usage of semaphores. */
  public static final int SEM_INFO = 19;

  /** Command: as SEM_STAT, without permission check. */
  public static final int SEM_STAT_ANY = 20;

  /** Command: lock the segment in memory. */
  public static final int SHM_LOCK = 11;

  /** Command: unlock the segment. */
  public static final int SHM_UNLOCK = 12;

  /** Command: as IPC_STAT, by index. */
  public static final int SHM_STAT = 13;

  /** Command: usage of shared memory. */
  public static final int SHM_INFO = 14;

  /** Command: as SHM_STAT, without permission check. */
  public static final int SHM_STAT_ANY = 15;

  /** The largest value of a semaphore. */
  public static final int SEMVMX = 32767;

  /** The largest undo adjustment; the smallest is {@code -SEMAEM - 1}. */
  public static final int SEMAEM = 32767;

  /** An identifier is {@code seq * IPCMNI + index}; also the hard ceiling of SEMMNI and SHMMNI. */
  public static final int IPCMNI = 32768;

  /** Alignment of attach addresses, in bytes: the page size. */
  public static final int SHMLBA = 4096;

  private Ipc() {}
}
