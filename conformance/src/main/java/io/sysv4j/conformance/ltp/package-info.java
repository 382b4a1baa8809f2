/**
 * The cases of the Linux Test Project for System V semaphores and shared memory, as far as a JVM
 * can have them, run over every provider. Each test carries the number of its row in its name;
 * {@code docs/ltp.md} lists all rows, with those that a JVM can't have and why. The cases were
 * written anew from their description.
 */
package io.sysv4j.conformance.ltp;
