package io.sysv4j;

/**
 * Usage of shared memory (SHM_INFO): {@code struct shm_info}.
 *
 * @param usedIds segments that exist
 * @param shmTot their pages, each segment rounded up
 * @param shmRss pages of them in memory
 * @param shmSwp pages of them in swap
 * @param highestIndex what the call returns: the highest index in use, 0 if there is none
 */
public record ShmUsage(int usedIds, long shmTot, long shmRss, long shmSwp, int highestIndex) {}
