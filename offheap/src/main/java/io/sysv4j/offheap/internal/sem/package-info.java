/**
 * One set of semaphores: the fast path, and all that happens under the set's gate.
 *
 * <p>{@link io.sysv4j.offheap.internal.sem.SemSet} is the door; {@code SetControl} has the semctl
 * commands, {@code OwnSleepers} is what those who sleep need, {@code Onlooker} who may only read.
 *
 * <p>{@code SetState} is what all share. {@code Passage} is the way through the gate; {@code
 * Applier} changes values and adjustments in one step, {@code HandOver} runs the sleepers'
 * operations for them, {@code Others} asks who lives where an answer depends on it, {@code
 * Recovery} repairs what the dead left.
 */
package io.sysv4j.offheap.internal.sem;
