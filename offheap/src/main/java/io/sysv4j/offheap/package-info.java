/**
 * The off-heap provider: the calls of System V, answered out of memory-mapped files that several
 * JVMs share.
 */
package io.sysv4j.offheap;
