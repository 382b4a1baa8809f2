package io.sysv4j.offheap.internal.engine;

import io.sysv4j.IpcPerm;
import io.sysv4j.ShmidDs;
import io.sysv4j.law.IdSequence;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.registry.Space;

/** What IPC_STAT sees of a segment under the registry's gate, told when it has left it. */
final class ShmidLook {
  private final Space space;
  private long word;
  private long owner;
  private long creator;
  private int key;
  private int mode;
  private long size;
  private long atime;
  private long dtime;
  private long ctime;
  private int cpid;
  private int lpid;
  private int nattch;

  /** The segment, -1 if there is none. */
  int shmid;

  ShmidLook(Space space) {
    this.space = space;
  }

  /** Looks. Under the gate. */
  void take(int attaches) {
    int index = IdSequence.index(shmid);
    word = space.word(index);
    owner = space.getLong(index, SlotLayout.OWNER);
    creator = space.getLong(index, SlotLayout.CREATOR);
    key = space.getInt(index, SlotLayout.KEY);
    mode = space.getInt(index, SlotLayout.MODE);
    size = space.getLong(index, SlotLayout.SIZE);
    atime = space.getLong(index, SlotLayout.ATIME);
    dtime = space.getLong(index, SlotLayout.DTIME);
    ctime = space.getLong(index, SlotLayout.CTIME);
    cpid = space.getInt(index, SlotLayout.CPID);
    lpid = space.getInt(index, SlotLayout.LPID);
    nattch = attaches;
  }

  /** What it has seen. */
  ShmidDs told() {
    IpcPerm perm =
        new IpcPerm(
            key,
            (int) owner,
            (int) (owner >>> 32),
            (int) creator,
            (int) (creator >>> 32),
            mode,
            SlotLayout.seq(word));
    return new ShmidDs(shmid, perm, size, atime, dtime, ctime, cpid, lpid, nattch);
  }
}
