package io.sysv4j;

/**
 * A semaphore set's data: {@code struct semid_ds}, with the identifier that SEM_STAT returns.
 *
 * @param semid the identifier
 * @param perm owner and mode
 * @param semOtime when an operation last succeeded, in seconds since the epoch; 0 = never
 * @param semCtime when it was made or last changed by semctl, in seconds since the epoch
 * @param semNsems how many semaphores it has
 */
public record SemidDs(int semid, IpcPerm perm, long semOtime, long semCtime, int semNsems) {}
