/**
 * All or none, one at a time, and sleeping without losing a wake-up: the gate, the redo journal,
 * the sleepers and their queues, and the two ways to wait (a futex, or a future).
 */
package io.sysv4j.offheap.internal.sync;
