package io.sysv4j.law;

import io.sysv4j.IpcPerm;

/**
 * The permission rule: exactly one class of the mode counts, the first that the caller belongs to
 * (owner or creator, group, others), and no more generous class makes up for it.
 */
public final class Permission {
  /** Read. */
  public static final int READ = 4;

  /** Write, also called alter. */
  public static final int WRITE = 2;

  /** Execute. */
  public static final int EXEC = 1;

  private Permission() {}

  /**
   * Who calls.
   *
   * @param euid effective user
   * @param egid effective group
   * @param groups supplementary groups
   * @param ipcOwner whether it may use every object (CAP_IPC_OWNER)
   * @param sysAdmin whether it may change and remove every object (CAP_SYS_ADMIN)
   * @param ipcLock whether it may lock every segment in memory (CAP_IPC_LOCK)
   */
  public record Credentials(
      int euid, int egid, int[] groups, boolean ipcOwner, boolean sysAdmin, boolean ipcLock) {
    /** Keeps its own copy of the groups. */
    public Credentials {
      groups = groups.clone();
    }

    /** A copy of the groups. */
    @Override
    public int[] groups() {
      return groups.clone();
    }

    boolean inGroup(int gid) {
      if (gid == egid) {
        return true;
      }
      for (int group : groups) {
        if (group == gid) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Whether the caller has all requested rights.
   *
   * @param requested {@link #READ}, {@link #WRITE}, {@link #EXEC}; digits of a whole mode (as
   *     semget takes it) are merged, so 0400, 0040 and 0004 all ask for READ
   */
  public static boolean allows(IpcPerm perm, Credentials who, int requested) {
    return allows(perm.uid(), perm.gid(), perm.cuid(), perm.cgid(), perm.mode(), who, requested);
  }

  /** As {@link #allows(IpcPerm, Credentials, int)}, for a provider that must not allocate. */
  public static boolean allows(
      int uid, int gid, int cuid, int cgid, int mode, Credentials who, int requested) {
    int granted = mode >> 3 * rank(uid, gid, cuid, cgid, who) & 7;
    int wanted = (requested >> 6 | requested >> 3 | requested) & 7;
    return (wanted & ~granted) == 0 || who.ipcOwner();
  }

  /** Which of the mode's three digits is the caller's: 2 the owner's, 1 the group's, 0 the last. */
  private static int rank(int uid, int gid, int cuid, int cgid, Credentials who) {
    return isOwner(uid, cuid, who) ? 2 : who.inGroup(gid) || who.inGroup(cgid) ? 1 : 0;
  }

  private static boolean isOwner(int uid, int cuid, Credentials who) {
    return who.euid() == uid || who.euid() == cuid;
  }

  /** Whether the caller may IPC_SET and IPC_RMID: owner, creator, or CAP_SYS_ADMIN. */
  public static boolean owns(IpcPerm perm, Credentials who) {
    return owns(perm.uid(), perm.cuid(), who);
  }

  /** As {@link #owns(IpcPerm, Credentials)}, for a provider that must not allocate. */
  public static boolean owns(int uid, int cuid, Credentials who) {
    return isOwner(uid, cuid, who) || who.sysAdmin();
  }

  /** Whether the caller may SHM_LOCK and SHM_UNLOCK: owner, creator, or CAP_IPC_LOCK. */
  public static boolean maySetLock(IpcPerm perm, Credentials who) {
    return maySetLock(perm.uid(), perm.cuid(), who);
  }

  /** As {@link #maySetLock(IpcPerm, Credentials)}, for a provider that must not allocate. */
  public static boolean maySetLock(int uid, int cuid, Credentials who) {
    return isOwner(uid, cuid, who) || who.ipcLock();
  }
}
