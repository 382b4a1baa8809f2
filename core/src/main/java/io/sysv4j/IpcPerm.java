package io.sysv4j;

/**
 * Whose an object is and who may use it: {@code struct ipc_perm}.
 *
 * @param key the key it was made with; {@link Ipc#IPC_PRIVATE} also for a segment marked for
 *     destruction
 * @param uid effective user of the owner
 * @param gid effective group of the owner
 * @param cuid effective user of the creator
 * @param cgid effective group of the creator
 * @param mode the nine permission bits; for segments also {@link Ipc#SHM_DEST}, {@link
 *     Ipc#SHM_LOCKED}
 * @param seq the sequence number in the identifier
 */
public record IpcPerm(int key, int uid, int gid, int cuid, int cgid, int mode, int seq) {
  /** The same with another owner, group and mode: what IPC_SET takes from it. */
  public IpcPerm with(int newUid, int newGid, int newMode) {
    return new IpcPerm(key, newUid, newGid, cuid, cgid, newMode, seq);
  }

  /** The same with another mode. */
  public IpcPerm withMode(int newMode) {
    return with(uid, gid, newMode);
  }
}
