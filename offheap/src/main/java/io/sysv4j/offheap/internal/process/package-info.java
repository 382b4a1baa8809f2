/**
 * Who takes part in a namespace, who of them lives, and what time it is.
 *
 * <p>A participant is a slot and a generation, held by a lock of an open file description: the
 * kernel drops it when the process is gone, and not before.
 */
package io.sysv4j.offheap.internal.process;
