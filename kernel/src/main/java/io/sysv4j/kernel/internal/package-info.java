/**
 * How {@code kernel:} works. Nothing here is for other modules.
 *
 * <ul>
 *   <li>{@code KernelNamespace}: a handle; sends each call to the room that makes it.
 *   <li>{@code SemCalls}, {@code ShmCalls}: calls that never sleep; {@code SemFailures}, {@code
 *       ShmFailures}: why one failed, in words.
 *   <li>{@code SemopCalls}: semop. It tries first, and only what would sleep becomes a {@code
 *       Sleep}, made by the calling thread or by one of the {@code Helpers}.
 *   <li>{@code Attaches}: shmat and shmdt; {@code RetiredRanges} keeps late buffers harmless.
 *   <li>{@code Linux}: every native call, and the only user of JNA; {@code Abi} and {@code
 *       Structs}: its numbers and its layouts; {@code Scratch}: the memory that calls read and
 *       write.
 * </ul>
 */
package io.sysv4j.kernel.internal;
