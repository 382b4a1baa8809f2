package io.sysv4j;

/**
 * Limits of shared memory (IPC_INFO): {@code struct shminfo}.
 *
 * @param shmmax largest segment, in bytes (unsigned)
 * @param shmmin smallest segment, in bytes: 1
 * @param shmmni most segments
 * @param shmseg unused; equals shmmni
 * @param shmall most pages in all segments (unsigned)
 * @param highestIndex what the call returns: the highest index in use, 0 if there is none
 */
public record Shminfo(
    long shmmax, long shmmin, long shmmni, long shmseg, long shmall, int highestIndex) {}
