/**
 * System V IPC for the JVM: the contract.
 *
 * <p>{@link io.sysv4j.IpcNamespace} holds the calls under their own names. The values it takes and
 * returns ({@link io.sysv4j.Sembuf}, {@link io.sysv4j.SemidDs}, {@link io.sysv4j.ShmidDs}, {@link
 * io.sysv4j.IpcPerm}) mirror the structures of {@code <sys/sem.h>} and {@code <sys/shm.h>}; {@link
 * io.sysv4j.Ipc} has Linux's numbers; {@link io.sysv4j.Errno} and {@link io.sysv4j.IpcException}
 * say what went wrong.
 *
 * <p>What a call must answer is decided in {@link io.sysv4j.law}, by pure functions that every
 * provider shares. Providers live in modules of their own and are found through {@link
 * io.sysv4j.spi}. This module has no I/O, no thread and no dependency but the JDK.
 */
package io.sysv4j;
