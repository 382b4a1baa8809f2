package io.sysv4j;

import io.sysv4j.spi.Providers;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * System V semaphore sets and shared-memory segments, by their own calls. What each call answers,
 * to the errno, is what Linux answers.
 *
 * <p>A namespace is the calling process: its operations carry the process's credentials and pid,
 * its SEM_UNDO adjustments are this process's, and closing the last handle on it is, for the other
 * processes, the process's exit: undo is settled, sleepers and attaches go.
 *
 * <p>All methods are thread-safe. A failed call throws {@link IpcException} with its errno; {@link
 * #trySemop} answers it instead. A call on a closed namespace throws {@link IllegalStateException}.
 * {@code null} where the C call reads memory is EFAULT.
 *
 * <p><b>EBUSY</b> is no errno of these calls in Linux. With {@code offheap:}, a process that pauses
 * in the midst of changing a set, or the namespace's tables, keeps others from these. Calls that
 * may not block fail with EBUSY after a while (a second, unless the namespace was opened with
 * another patience): those with IPC_NOWAIT, {@link #trySemop} (which answers it), {@link
 * #semopAsync} (by its future), those that read or set values, and those that make, remove or
 * attach objects. {@code semop} waits on; {@code semtimedop} waits until its time-out.
 *
 * <p><b>Interrupts</b> are the signals of the C calls: a thread that sleeps in {@code semop} or
 * {@code semtimedop} and is interrupted gets EINTR, keeps its interrupt status, and leaves nothing
 * behind; if the operation was completed before the interrupt was noticed, it has succeeded.
 *
 * <p><b>Virtual threads</b> may call everything; a sleep never pins their carrier.
 */
public interface IpcNamespace extends AutoCloseable {
  /**
   * Opens the namespace that a URI names: {@code offheap:/dev/shm/shop}, a directory that exists
   * (and is empty or a namespace), or is made with {@code ?create=true}; or {@code kernel:/} for
   * the machine's own. Limits may follow, as in {@code
   * offheap:/dev/shm/shop?create=true&semmni=100}.
   *
   * @throws IllegalArgumentException if no provider on the class path has this scheme
   * @throws IpcException if the namespace can't be opened; the message names the file
   */
  static IpcNamespace open(URI uri) {
    return Providers.open(uri);
  }

  /** As {@link #open(URI)}; the bare schemes {@code offheap:} and {@code kernel:} work too. */
  static IpcNamespace open(String uri) {
    return Providers.open(Providers.parse(uri));
  }

  /** The URI that opens this namespace again. */
  URI uri();

  /** The limits in force. */
  IpcLimits limits();

  // ---- semaphore sets ---------------------------------------------------------------------

  /**
   * Gets the set of a key, or makes it.
   *
   * @param key any number; {@link Ipc#IPC_PRIVATE} always makes a new set
   * @param nsems how many semaphores: exact for a new set, at most the set's for an existing one
   * @param semflg IPC_CREAT, IPC_EXCL, and nine permission bits
   * @return the identifier, 0 or more
   * @throws IpcException EINVAL (nsems below 0, above SEMMSL, above the set's, or 0 for a new one),
   *     EEXIST, EACCES, ENOENT, ENOSPC (SEMMNS, SEMMNI, storage), ENOMEM
   */
  int semget(int key, int nsems, int semflg);

  /**
   * Does an array of operations, all or none; sleeps until it can.
   *
   * @param semid the set
   * @param sops 1..SEMOPM operations, done in this order against running values
   * @throws IpcException E2BIG, EINVAL, EFAULT, EFBIG, EACCES, ERANGE, EAGAIN (an operation with
   *     IPC_NOWAIT would sleep), ENOMEM, EIDRM (removed during the sleep), EINTR
   */
  void semop(int semid, Sembuf... sops);

  /**
   * As {@link #semop(int, Sembuf...)} for a single operation, without allocating anything. The
   * numbers are cut to 16 bits, as in C.
   */
  void semop(int semid, int semNum, int semOp, int semFlg);

  /**
   * As {@link #semop(int, Sembuf...)}, sleeping no longer than the time-out: then EAGAIN.
   *
   * @param timeout the longest sleep, measured on the monotonic clock; {@code null} = no limit;
   *     zero = don't sleep; negative = EINVAL
   */
  void semtimedop(int semid, Sembuf[] sops, Duration timeout);

  /**
   * Tries an array of operations as if each carried IPC_NOWAIT. Neither sleeps nor throws (but on a
   * closed namespace).
   *
   * @return {@link Errno#SUCCESS}, or what {@link #semop} would have thrown
   */
  Errno trySemop(int semid, Sembuf... sops);

  /**
   * As {@link #trySemop(int, Sembuf...)} for a single operation, without allocating anything. The
   * numbers are cut to 16 bits, as in C.
   */
  Errno trySemop(int semid, int semNum, int semOp, int semFlg);

  /**
   * As {@link #semop}, but no thread waits: the future completes when the operations are done, or
   * exceptionally with the {@link IpcException}; ENOMEM also if the system has no thread to give
   * that could complete it. Dependents run on the common pool.
   *
   * <p>Cancelling the future withdraws the sleeper, and so does everything that completes it from
   * outside: {@code complete}, {@code completeExceptionally}, {@code completeAsync}, {@code
   * completeOnTimeout}, {@code orTimeout}. If the operations were done before that, it has no
   * effect: {@code cancel} and {@code complete} answer false, and the future completes normally.
   * {@code obtrudeValue} and {@code obtrudeException} withdraw the sleeper, too; if they come too
   * late, the operations are done all the same, and the future does not tell.
   *
   * <p>What is made from the future has no sleeper, and the future does not know whether anyone
   * still holds it. So cancelling a dependent, {@code copy()}, {@code minimalCompletionStage()} or
   * {@code newIncompleteFuture()} changes nothing: the sleeper stays in its queue, and takes what
   * it is given. Keep the future itself, and cancel that.
   */
  default CompletableFuture<Void> semopAsync(int semid, Sembuf... sops) {
    return semtimedopAsync(semid, sops, null);
  }

  /** As {@link #semtimedop}, but no thread waits; see {@link #semopAsync}. */
  default CompletableFuture<Void> semtimedopAsync(int semid, Sembuf[] sops, Duration timeout) {
    return semtimedopAsync(semid, sops, timeout, ForkJoinPool.commonPool());
  }

  /**
   * As {@link #semtimedop}, but no thread waits; see {@link #semopAsync}.
   *
   * @param executor completes the future, and so runs its non-async dependents; the future of a
   *     task that it drops in silence never ends. With {@code Runnable::run} they run on the one
   *     thread that completes all futures of this JVM and namespace: one that blocks there holds up
   *     all others, time-outs too
   */
  CompletableFuture<Void> semtimedopAsync(
      int semid, Sembuf[] sops, Duration timeout, Executor executor);

  /**
   * GETVAL: the value of one semaphore.
   *
   * @throws IpcException EINVAL, EACCES, EIDRM
   */
  int getVal(int semid, int semnum);

  /**
   * GETPID: the process that last operated on one semaphore, 0 = none yet.
   *
   * @throws IpcException EINVAL, EACCES, EIDRM
   */
  int getPid(int semid, int semnum);

  /**
   * GETNCNT: how many sleepers wait for this semaphore to grow.
   *
   * @throws IpcException EINVAL, EACCES, EIDRM
   */
  int getNcnt(int semid, int semnum);

  /**
   * GETZCNT: how many sleepers wait for this semaphore to become zero.
   *
   * @throws IpcException EINVAL, EACCES, EIDRM
   */
  int getZcnt(int semid, int semnum);

  /**
   * GETALL: all values at one instant.
   *
   * @throws IpcException EINVAL, EACCES, EIDRM
   */
  int[] getAll(int semid);

  /**
   * SETVAL: sets one value, clears everyone's adjustment of it, and lets sleepers run that now can.
   *
   * @throws IpcException ERANGE (val outside 0..SEMVMX), EINVAL, EACCES, EIDRM
   */
  void setVal(int semid, int semnum, int val);

  /**
   * SETALL: sets all values at once, to the first nsems numbers. C has 16 bits for each; a number
   * that does not fit is out of range here, rather than cut.
   *
   * @throws IpcException EINVAL, EACCES, EFAULT (null, or fewer values than semaphores), ERANGE,
   *     EIDRM
   */
  void setAll(int semid, int... vals);

  /**
   * IPC_STAT.
   *
   * @throws IpcException EINVAL, EACCES, EIDRM
   */
  SemidDs semStat(int semid);

  /**
   * SEM_STAT: as {@link #semStat}, by index.
   *
   * @throws IpcException EINVAL (no set there), EACCES
   */
  SemidDs semStatAt(int index);

  /**
   * SEM_STAT_ANY: as {@link #semStatAt}, without permission check.
   *
   * @throws IpcException EINVAL (no set there)
   */
  SemidDs semStatAnyAt(int index);

  /**
   * IPC_SET: takes uid, gid and the nine mode bits from {@code perm}.
   *
   * @throws IpcException EFAULT, EINVAL (unknown id, uid or gid -1), EPERM
   */
  void semSet(int semid, IpcPerm perm);

  /**
   * IPC_RMID: removes the set at once; its sleepers get EIDRM.
   *
   * @throws IpcException EINVAL, EPERM
   */
  void semRmid(int semid);

  /** IPC_INFO: the limits of semaphores. */
  Seminfo semIpcInfo();

  /** SEM_INFO: the usage of semaphores. */
  Seminfo semInfo();

  /**
   * Any semctl command by its number, for code that is ported from C.
   *
   * @param semid the set; an index for SEM_STAT and SEM_STAT_ANY
   * @param semnum the semaphore, where the command names one
   * @param cmd a command of {@link Ipc}
   * @param arg what the command reads and writes; may be null for commands that take none
   * @return what the C call returns: the value for GET*, an identifier for SEM_STAT*, the highest
   *     index for IPC_INFO and SEM_INFO, else 0
   * @throws IpcException EINVAL (also for an unknown command), EFAULT (no arg), and the command's
   *     own errors
   */
  default int semctl(int semid, int semnum, int cmd, Semun arg) {
    return Commands.semctl(this, semid, semnum, cmd, arg);
  }

  // ---- shared memory ----------------------------------------------------------------------

  /**
   * Gets the segment of a key, or makes it, filled with zeros.
   *
   * @param key any number; {@link Ipc#IPC_PRIVATE} always makes a new segment
   * @param size bytes (unsigned): exact for a new segment, at most the segment's for an existing
   *     one
   * @param shmflg IPC_CREAT, IPC_EXCL, and nine permission bits
   * @return the identifier, 0 or more
   * @throws IpcException EINVAL (size 0 or above SHMMAX for a new one, above the existing one's),
   *     EEXIST, EACCES, ENOENT, ENOSPC (SHMMNI, SHMALL, storage), ENOMEM
   */
  int shmget(int key, long size, int shmflg);

  /**
   * Attaches a segment where the system chooses.
   *
   * @param shmflg SHM_RDONLY, SHM_EXEC, or 0
   * @throws IpcException EINVAL, EACCES, EIDRM, ENOMEM
   */
  default SharedMemory shmat(int shmid, int shmflg) {
    return shmat(shmid, 0, shmflg);
  }

  /**
   * Attaches a segment at an address.
   *
   * @param shmaddr the address, 0 = the system chooses; must be a multiple of SHMLBA unless SHM_RND
   *     is given, and overlap nothing that is mapped (EINVAL)
   * @param shmflg SHM_RDONLY, SHM_RND, SHM_EXEC; SHM_REMAP is refused with EINVAL, as it would
   *     replace memory of the JVM
   * @throws IpcException EINVAL, EACCES, EIDRM, ENOMEM
   */
  SharedMemory shmat(int shmid, long shmaddr, int shmflg);

  /**
   * Detaches what this namespace attached at this address; the same as closing the attach.
   *
   * @throws IpcException EINVAL if nothing is attached there
   */
  void shmdt(long shmaddr);

  /**
   * IPC_STAT.
   *
   * @throws IpcException EINVAL, EACCES
   */
  ShmidDs shmStat(int shmid);

  /**
   * SHM_STAT: as {@link #shmStat}, by index.
   *
   * @throws IpcException EINVAL (no segment there), EACCES
   */
  ShmidDs shmStatAt(int index);

  /**
   * SHM_STAT_ANY: as {@link #shmStatAt}, without permission check.
   *
   * @throws IpcException EINVAL (no segment there)
   */
  ShmidDs shmStatAnyAt(int index);

  /**
   * IPC_SET: takes uid, gid and the nine mode bits from {@code perm}.
   *
   * @throws IpcException EFAULT, EINVAL (unknown id, uid or gid -1), EPERM
   */
  void shmSet(int shmid, IpcPerm perm);

  /**
   * IPC_RMID: removes the segment now, or, while it is attached, frees its key and marks it to be
   * removed with its last detach.
   *
   * @throws IpcException EINVAL, EPERM
   */
  void shmRmid(int shmid);

  /**
   * SHM_LOCK: keeps the segment in memory.
   *
   * @throws IpcException EINVAL, EPERM, ENOMEM
   */
  void shmLock(int shmid);

  /**
   * SHM_UNLOCK: the opposite of {@link #shmLock}; locks don't nest.
   *
   * @throws IpcException EINVAL, EPERM
   */
  void shmUnlock(int shmid);

  /** IPC_INFO: the limits of shared memory. */
  Shminfo shmIpcInfo();

  /** SHM_INFO: the usage of shared memory. */
  ShmUsage shmInfo();

  /**
   * Any shmctl command by its number, for code that is ported from C.
   *
   * @param shmid the segment; an index for SHM_STAT and SHM_STAT_ANY
   * @param cmd a command of {@link Ipc}
   * @param arg what the command reads and writes; may be null for commands that take none
   * @return what the C call returns: an identifier for SHM_STAT*, the highest index for IPC_INFO
   *     and SHM_INFO, else 0
   * @throws IpcException EINVAL (also for an unknown command), EFAULT (no arg), and the command's
   *     own errors
   */
  default int shmctl(int shmid, int cmd, Shmun arg) {
    return Commands.shmctl(this, shmid, cmd, arg);
  }

  /**
   * Gives up this handle. The last one closed in a process settles what its exit would: SEM_UNDO is
   * applied, its sleepers are withdrawn (their threads and futures get {@link
   * IllegalStateException}), its attaches end. It waits 2 s at most for a future's dependent that
   * does not return. Closing twice does nothing; after an {@link Error} it goes on where the first
   * close was struck.
   */
  @Override
  void close();
}
