package io.sysv4j;

/**
 * Limits (IPC_INFO) or usage (SEM_INFO) of semaphores: {@code struct seminfo}.
 *
 * @param semmap unused; the default of semmns, whatever semmns is
 * @param semmni most sets
 * @param semmns most semaphores in all sets
 * @param semmnu unused; the default of semmns, whatever semmns is
 * @param semmsl most semaphores in a set
 * @param semopm most operations in a call
 * @param semume unused; the default of semopm, whatever semopm is
 * @param semusz IPC_INFO: 20; SEM_INFO: sets in use
 * @param semvmx largest value
 * @param semaem IPC_INFO: largest adjustment; SEM_INFO: semaphores in use
 * @param highestIndex what the call returns: the highest index in use, 0 if there is none
 */
public record Seminfo(
    int semmap,
    int semmni,
    int semmns,
    int semmnu,
    int semmsl,
    int semopm,
    int semume,
    int semusz,
    int semvmx,
    int semaem,
    int highestIndex) {}
