package io.sysv4j.kernel.internal;

import io.sysv4j.IpcPerm;
import io.sysv4j.SemidDs;
import io.sysv4j.Seminfo;
import io.sysv4j.ShmUsage;
import io.sysv4j.ShmidDs;
import io.sysv4j.Shminfo;
import java.nio.ByteBuffer;

/**
 * The kernel's structures on 64-bit machines, each at the start of a buffer.
 *
 * <pre>
 * ipc64_perm   key 0  uid 4  gid 8  cuid 12  cgid 16  mode 20  seq 24 (16 bits)            size 48
 * semid64_ds   perm 0  otime 48  ctime 64  nsems 80   (aarch64: ctime 56  nsems 64)        size 104
 * shmid64_ds   perm 0  segsz 48  atime 56  dtime 64  ctime 72  cpid 80  lpid 84  nattch 88 size 112
 * seminfo      ten 32-bit numbers, in the order of {@link Seminfo}                         size 40
 * shminfo64    five 64-bit numbers, in the order of {@link Shminfo}                        size 72
 * shm_info     used_ids 0  tot 8  rss 16  swp 24                                           size 48
 * sembuf       num 0  op 2  flg 4                                                          size 6
 * timespec     sec 0  nsec 8                                                               size 16
 * </pre>
 */
final class Structs {
  static final int SEMBUF_SIZE = 6;
  static final int TIMESPEC_SIZE = 16;

  private static final int PERM_KEY = 0;
  private static final int PERM_UID = 4;
  private static final int PERM_GID = 8;
  private static final int PERM_CUID = 12;
  private static final int PERM_CGID = 16;
  private static final int PERM_MODE = 20;
  private static final int PERM_SEQ = 24;

  private static final int SEM_OTIME = 48;
  private static final int SEM_CTIME = Linux.ABI.semCtimeOffset;
  private static final int SEM_NSEMS = Linux.ABI.semNsemsOffset;

  private static final int SHM_SEGSZ = 48;
  private static final int SHM_ATIME = 56;
  private static final int SHM_DTIME = 64;
  private static final int SHM_CTIME = 72;
  private static final int SHM_CPID = 80;
  private static final int SHM_LPID = 84;
  private static final int SHM_NATTCH = 88;
  private static final int LARGEST_DS = 112;

  private static final int USED_IDS = 0;
  private static final int SHM_TOT = 8;
  private static final int SHM_RSS = 16;
  private static final int SHM_SWP = 24;

  private Structs() {}

  static SemidDs semidDs(int semid, ByteBuffer at) {
    return new SemidDs(
        semid, perm(at), at.getLong(SEM_OTIME), at.getLong(SEM_CTIME), (int) at.getLong(SEM_NSEMS));
  }

  static ShmidDs shmidDs(int shmid, ByteBuffer at) {
    return new ShmidDs(
        shmid,
        perm(at),
        at.getLong(SHM_SEGSZ),
        at.getLong(SHM_ATIME),
        at.getLong(SHM_DTIME),
        at.getLong(SHM_CTIME),
        at.getInt(SHM_CPID),
        at.getInt(SHM_LPID),
        at.getLong(SHM_NATTCH));
  }

  private static IpcPerm perm(ByteBuffer at) {
    return new IpcPerm(
        at.getInt(PERM_KEY),
        at.getInt(PERM_UID),
        at.getInt(PERM_GID),
        at.getInt(PERM_CUID),
        at.getInt(PERM_CGID),
        at.getInt(PERM_MODE),
        at.getShort(PERM_SEQ) & 0xffff);
  }

  /** A semid64_ds or shmid64_ds for IPC_SET: only owner, group and mode count. */
  static void putPerm(ByteBuffer at, IpcPerm perm) {
    for (int i = 0; i < LARGEST_DS; i += Long.BYTES) {
      at.putLong(i, 0);
    }
    at.putInt(PERM_UID, perm.uid());
    at.putInt(PERM_GID, perm.gid());
    at.putInt(PERM_MODE, perm.mode());
  }

  static Seminfo seminfo(ByteBuffer at, int highestIndex) {
    return new Seminfo(
        at.getInt(0),
        at.getInt(4),
        at.getInt(8),
        at.getInt(12),
        at.getInt(16),
        at.getInt(20),
        at.getInt(24),
        at.getInt(28),
        at.getInt(32),
        at.getInt(36),
        highestIndex);
  }

  static Shminfo shminfo(ByteBuffer at, int highestIndex) {
    return new Shminfo(
        at.getLong(0), at.getLong(8), at.getLong(16), at.getLong(24), at.getLong(32), highestIndex);
  }

  static ShmUsage shmUsage(ByteBuffer at, int highestIndex) {
    return new ShmUsage(
        at.getInt(USED_IDS),
        at.getLong(SHM_TOT),
        at.getLong(SHM_RSS),
        at.getLong(SHM_SWP),
        highestIndex);
  }

  static void putSembuf(ByteBuffer at, int offset, int semNum, int semOp, int semFlg) {
    at.putShort(offset, (short) semNum);
    at.putShort(offset + 2, (short) semOp);
    at.putShort(offset + 4, (short) semFlg);
  }

  static void putTimespec(ByteBuffer at, int offset, long seconds, long nanos) {
    at.putLong(offset, seconds);
    at.putLong(offset + 8, nanos);
  }
}
