/** SEM_UNDO: what each participant's end gives back, kept in the set itself. */
package io.sysv4j.offheap.internal.undo;
