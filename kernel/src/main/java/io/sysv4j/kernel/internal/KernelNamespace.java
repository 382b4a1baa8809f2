package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcLimits;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import io.sysv4j.SemidDs;
import io.sysv4j.Seminfo;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmUsage;
import io.sysv4j.ShmidDs;
import io.sysv4j.Shminfo;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A handle on the kernel's System V IPC. Users hold it as an {@link IpcNamespace}; it says no more
 * than which room makes which call. All handles of a JVM share one {@link Participant}.
 *
 * <p>If its process dies, the kernel itself settles SEM_UNDO, takes out the sleepers and detaches.
 * {@link #close} can do the last two only: the kernel settles undo when the process ends.
 *
 * <p>The kernel has no semop that leaves the thread free, so a future's operation that must sleep
 * holds a thread of {@link Helpers}, and so does that of a virtual thread. A signal that nobody
 * here has sent (a profiler's, SIGCONT) makes a sleeper join the queue again, at its end.
 */
public final class KernelNamespace implements IpcNamespace {
  private static final URI KERNEL = URI.create("kernel:/");

  private final Participant participant;
  private volatile boolean closed;

  private KernelNamespace(Participant participant) {
    this.participant = participant;
  }

  /**
   * Opens another handle.
   *
   * @throws UnsupportedOperationException if this is not Linux on x86-64 or aarch64
   * @throws io.sysv4j.IpcException ENOSYS if the kernel has no System V IPC
   */
  public static IpcNamespace open() {
    Abi.current();
    SemCalls.info(Ipc.IPC_INFO);
    return new KernelNamespace(Participant.join());
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this handle on kernel:/ is closed");
    }
  }

  @Override
  public URI uri() {
    return KERNEL;
  }

  /** The limits in force now; what {@link IpcLimits} can't hold becomes the nearest it can. */
  @Override
  public IpcLimits limits() {
    Seminfo sem = semIpcInfo();
    Shminfo shm = shmIpcInfo();
    return new IpcLimits(
        within(sem.semmsl(), 65536),
        within(sem.semmns(), Integer.MAX_VALUE),
        within(sem.semopm(), 32767),
        within(sem.semmni(), Ipc.IPCMNI),
        shm.shmmax() == 0 ? 1 : shm.shmmax(),
        shm.shmall(),
        within(shm.shmmni(), Ipc.IPCMNI));
  }

  private static int within(long limit, int most) {
    return (int) Math.max(1, Math.min(limit, most));
  }

  @Override
  public int semget(int key, int nsems, int semflg) {
    checkOpen();
    return SemCalls.semget(key, nsems, semflg);
  }

  @Override
  public void semop(int semid, Sembuf... sops) {
    checkOpen();
    participant.semops().semop(semid, sops);
  }

  @Override
  public void semop(int semid, int semNum, int semOp, int semFlg) {
    checkOpen();
    participant.semops().semop(semid, semNum, semOp, semFlg);
  }

  @Override
  public void semtimedop(int semid, Sembuf[] sops, Duration timeout) {
    checkOpen();
    participant.semops().semtimedop(semid, sops, timeout);
  }

  @Override
  public Errno trySemop(int semid, Sembuf... sops) {
    checkOpen();
    return participant.semops().trySemop(semid, sops);
  }

  @Override
  public Errno trySemop(int semid, int semNum, int semOp, int semFlg) {
    checkOpen();
    return participant.semops().trySemop(semid, semNum, semOp, semFlg);
  }

  @Override
  public CompletableFuture<Void> semtimedopAsync(
      int semid, Sembuf[] sops, Duration timeout, Executor executor) {
    checkOpen();
    return participant.semops().semtimedopAsync(semid, sops, timeout, executor);
  }

  @Override
  public int getVal(int semid, int semnum) {
    checkOpen();
    return SemCalls.get(semid, semnum, Ipc.GETVAL);
  }

  @Override
  public int getPid(int semid, int semnum) {
    checkOpen();
    return SemCalls.get(semid, semnum, Ipc.GETPID);
  }

  @Override
  public int getNcnt(int semid, int semnum) {
    checkOpen();
    return SemCalls.get(semid, semnum, Ipc.GETNCNT);
  }

  @Override
  public int getZcnt(int semid, int semnum) {
    checkOpen();
    return SemCalls.get(semid, semnum, Ipc.GETZCNT);
  }

  @Override
  public int[] getAll(int semid) {
    checkOpen();
    return SemCalls.getAll(semid);
  }

  @Override
  public void setVal(int semid, int semnum, int val) {
    checkOpen();
    SemCalls.setVal(semid, semnum, val);
  }

  @Override
  public void setAll(int semid, int... vals) {
    checkOpen();
    SemCalls.setAll(semid, vals);
  }

  @Override
  public SemidDs semStat(int semid) {
    checkOpen();
    return SemCalls.stat(semid, Ipc.IPC_STAT);
  }

  @Override
  public SemidDs semStatAt(int index) {
    checkOpen();
    return SemCalls.stat(index, Ipc.SEM_STAT);
  }

  @Override
  public SemidDs semStatAnyAt(int index) {
    checkOpen();
    return SemCalls.stat(index, Ipc.SEM_STAT_ANY);
  }

  @Override
  public void semSet(int semid, IpcPerm perm) {
    checkOpen();
    SemCalls.set(semid, perm);
  }

  @Override
  public void semRmid(int semid) {
    checkOpen();
    SemCalls.rmid(semid);
  }

  @Override
  public Seminfo semIpcInfo() {
    checkOpen();
    return SemCalls.info(Ipc.IPC_INFO);
  }

  @Override
  public Seminfo semInfo() {
    checkOpen();
    return SemCalls.info(Ipc.SEM_INFO);
  }

  @Override
  public int shmget(int key, long size, int shmflg) {
    checkOpen();
    return ShmCalls.shmget(key, size, shmflg);
  }

  @Override
  public SharedMemory shmat(int shmid, long shmaddr, int shmflg) {
    checkOpen();
    return participant.attaches().shmat(shmid, shmaddr, shmflg);
  }

  @Override
  public void shmdt(long shmaddr) {
    checkOpen();
    participant.attaches().shmdt(shmaddr);
  }

  @Override
  public ShmidDs shmStat(int shmid) {
    checkOpen();
    return ShmCalls.stat(shmid, Ipc.IPC_STAT);
  }

  @Override
  public ShmidDs shmStatAt(int index) {
    checkOpen();
    return ShmCalls.stat(index, Ipc.SHM_STAT);
  }

  @Override
  public ShmidDs shmStatAnyAt(int index) {
    checkOpen();
    return ShmCalls.stat(index, Ipc.SHM_STAT_ANY);
  }

  @Override
  public void shmSet(int shmid, IpcPerm perm) {
    checkOpen();
    ShmCalls.set(shmid, perm);
  }

  @Override
  public void shmRmid(int shmid) {
    checkOpen();
    ShmCalls.act(shmid, Ipc.IPC_RMID);
  }

  @Override
  public void shmLock(int shmid) {
    checkOpen();
    ShmCalls.act(shmid, Ipc.SHM_LOCK);
  }

  @Override
  public void shmUnlock(int shmid) {
    checkOpen();
    ShmCalls.act(shmid, Ipc.SHM_UNLOCK);
  }

  @Override
  public Shminfo shmIpcInfo() {
    checkOpen();
    return ShmCalls.ipcInfo();
  }

  @Override
  public ShmUsage shmInfo() {
    checkOpen();
    return ShmCalls.usage();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    participant.leave();
  }
}
