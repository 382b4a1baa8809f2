/**
 * How {@code kernel:} works. Nothing here is for other modules.
 *
 * <ul>
 *   <li>{@code KernelNamespace}: a handle; sends each call to the room that makes it. {@code
 *       Participant}: what all handles of a JVM share.
 *   <li>{@code SemCalls}, {@code ShmCalls}: calls that never sleep; {@code Guarded}: an argument
 *       that ends where readable memory ends.
 *   <li>{@code SemopCalls}: semop. It tries first, and only what would sleep becomes a {@code
 *       Sleep}, which the {@code Sleepers} know of. A platform thread sleeps itself, with an {@code
 *       InterruptHook}; for a virtual thread or a {@code SemopFuture} one of the {@code Helpers}
 *       does. {@code WakeSignal} gets any of them out.
 *   <li>{@code Attaches}, {@code Attach}: shmat and shmdt; {@code Range}: why a buffer that is used
 *       after the detach is harmless.
 *   <li>{@code SemFailures}, {@code ShmFailures}, {@code Words}: why a call failed, in words.
 *   <li>{@code Linux}: every native call, and the only user of JNA; {@code Abi} and {@code
 *       Structs}: its numbers and its layouts; {@code Scratch} and {@code SembufArray}: the memory
 *       that calls read and write; {@code Threads} and {@code MemoryMap}: what else the machine
 *       tells.
 * </ul>
 */
package io.sysv4j.kernel.internal;
