/**
 * One set of semaphores: the fast path, and all that happens under the set's gate.
 *
 * <p>{@link io.sysv4j.offheap.internal.sem.SemSet} is the door. {@code SetState} is what all share;
 * {@code Applier} changes values and adjustments in one step, {@code HandOver} runs the sleepers'
 * operations for them, {@code Recovery} repairs what the dead left.
 */
package io.sysv4j.offheap.internal.sem;
