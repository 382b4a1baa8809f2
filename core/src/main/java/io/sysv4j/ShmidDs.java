package io.sysv4j;

/**
 * A shared-memory segment's data: {@code struct shmid_ds}, with the identifier that SHM_STAT
 * returns. Times are seconds since the epoch, 0 = never.
 *
 * @param shmid the identifier
 * @param perm owner and mode; the mode carries {@link Ipc#SHM_DEST} and {@link Ipc#SHM_LOCKED}
 * @param shmSegsz the requested size, in bytes
 * @param shmAtime last attach
 * @param shmDtime last detach
 * @param shmCtime creation or last IPC_SET
 * @param shmCpid process that made it
 * @param shmLpid process of the last attach or detach; 0 = none
 * @param shmNattch how many times it is attached now
 */
public record ShmidDs(
    int shmid,
    IpcPerm perm,
    long shmSegsz,
    long shmAtime,
    long shmDtime,
    long shmCtime,
    int shmCpid,
    int shmLpid,
    long shmNattch) {}
