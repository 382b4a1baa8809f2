/**
 * The {@code kernel:} namespace: the same calls, answered by the Linux kernel's own System V IPC.
 *
 * <p>It is for those who share sets and segments with programs in other languages, it is the judge
 * that the contract tests compare {@code offheap:} with, and it is the peer in the benchmarks.
 *
 * <p>{@link io.sysv4j.kernel.KernelProvider} is the door; rooms are in {@code
 * io.sysv4j.kernel.internal}.
 *
 * <p><b>SEM_UNDO.</b> The kernel keeps one list of adjustments for the whole process, shared by all
 * its threads, and settles it when the last of them is gone. So here undo is applied when the JVM
 * exits, however it exits, and not when the last handle is closed.
 */
package io.sysv4j.kernel;
