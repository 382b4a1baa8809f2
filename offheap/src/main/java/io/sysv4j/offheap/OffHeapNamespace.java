package io.sysv4j.offheap;

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
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Handle;
import io.sysv4j.offheap.internal.engine.SemCalls;
import io.sysv4j.offheap.internal.engine.SemctlCalls;
import io.sysv4j.offheap.internal.engine.ShmCalls;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The door: each call by its own name, passed to the room that answers it. */
final class OffHeapNamespace implements IpcNamespace {
  private final Handle handle;
  private final Engine engine;
  private final SemCalls sem;
  private final SemctlCalls semctl;
  private final ShmCalls shm;

  OffHeapNamespace(Handle handle, long patience) {
    this.handle = handle;
    this.engine = handle.engine();
    this.sem = new SemCalls(engine, patience);
    this.semctl = new SemctlCalls(engine, patience);
    this.shm = new ShmCalls(engine, patience);
  }

  @Override
  public URI uri() {
    return URI.create("offheap:" + engine.path());
  }

  @Override
  public IpcLimits limits() {
    return engine.limits();
  }

  private SemCalls sem() {
    requireOpen();
    return sem;
  }

  private SemctlCalls semctl() {
    requireOpen();
    return semctl;
  }

  private ShmCalls shm() {
    requireOpen();
    return shm;
  }

  private void requireOpen() {
    if (handle.isClosed()) {
      throw new IllegalStateException("this handle on " + uri() + " has been closed");
    }
  }

  @Override
  public int semget(int key, int nsems, int semflg) {
    return semctl().semget(key, nsems, semflg);
  }

  @Override
  public void semop(int semid, Sembuf... sops) {
    sem().semop(semid, sops);
  }

  @Override
  public void semop(int semid, int semNum, int semOp, int semFlg) {
    sem().semop(semid, semNum, semOp, semFlg);
  }

  @Override
  public void semtimedop(int semid, Sembuf[] sops, Duration timeout) {
    sem().semtimedop(semid, sops, timeout);
  }

  @Override
  public Errno trySemop(int semid, Sembuf... sops) {
    return sem().trySemop(semid, sops);
  }

  @Override
  public Errno trySemop(int semid, int semNum, int semOp, int semFlg) {
    return sem().trySemop(semid, semNum, semOp, semFlg);
  }

  @Override
  public CompletableFuture<Void> semtimedopAsync(
      int semid, Sembuf[] sops, Duration timeout, Executor executor) {
    return sem().semtimedopAsync(semid, sops, timeout, executor);
  }

  @Override
  public int getVal(int semid, int semnum) {
    return semctl().get(semid, semnum, Ipc.GETVAL);
  }

  @Override
  public int getPid(int semid, int semnum) {
    return semctl().get(semid, semnum, Ipc.GETPID);
  }

  @Override
  public int getNcnt(int semid, int semnum) {
    return semctl().get(semid, semnum, Ipc.GETNCNT);
  }

  @Override
  public int getZcnt(int semid, int semnum) {
    return semctl().get(semid, semnum, Ipc.GETZCNT);
  }

  @Override
  public int[] getAll(int semid) {
    return semctl().getAll(semid);
  }

  @Override
  public void setVal(int semid, int semnum, int val) {
    semctl().setVal(semid, semnum, val);
  }

  @Override
  public void setAll(int semid, int... vals) {
    semctl().setAll(semid, vals);
  }

  @Override
  public SemidDs semStat(int semid) {
    return semctl().stat(semid);
  }

  @Override
  public SemidDs semStatAt(int index) {
    return semctl().statAt(index, Ipc.SEM_STAT);
  }

  @Override
  public SemidDs semStatAnyAt(int index) {
    return semctl().statAt(index, Ipc.SEM_STAT_ANY);
  }

  @Override
  public void semSet(int semid, IpcPerm perm) {
    semctl().set(semid, perm);
  }

  @Override
  public void semRmid(int semid) {
    semctl().remove(semid);
  }

  @Override
  public Seminfo semIpcInfo() {
    return semctl().ipcInfo();
  }

  @Override
  public Seminfo semInfo() {
    return semctl().semInfo();
  }

  @Override
  public int shmget(int key, long size, int shmflg) {
    return shm().shmget(key, size, shmflg);
  }

  @Override
  public SharedMemory shmat(int shmid, long shmaddr, int shmflg) {
    return shm().shmat(shmid, shmaddr, shmflg);
  }

  @Override
  public void shmdt(long shmaddr) {
    shm().shmdt(shmaddr);
  }

  @Override
  public ShmidDs shmStat(int shmid) {
    return shm().stat(shmid);
  }

  @Override
  public ShmidDs shmStatAt(int index) {
    return shm().statAt(index, Ipc.SHM_STAT);
  }

  @Override
  public ShmidDs shmStatAnyAt(int index) {
    return shm().statAt(index, Ipc.SHM_STAT_ANY);
  }

  @Override
  public void shmSet(int shmid, IpcPerm perm) {
    shm().set(shmid, perm);
  }

  @Override
  public void shmRmid(int shmid) {
    shm().remove(shmid);
  }

  @Override
  public void shmLock(int shmid) {
    shm().setLock(shmid, true);
  }

  @Override
  public void shmUnlock(int shmid) {
    shm().setLock(shmid, false);
  }

  @Override
  public Shminfo shmIpcInfo() {
    return shm().ipcInfo();
  }

  @Override
  public ShmUsage shmInfo() {
    return shm().info();
  }

  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return uri().toString();
  }
}
