/**
 * Mapped files as memory. This is the only package that knows Chronicle Bytes.
 *
 * <p>Ordering. A process may be killed between any two stores, and a kill is a clean cut: the
 * stores before it are seen by all, those after it never happen. So what must hold is the program
 * order of the stores, and every store here is a <em>release</em> (nothing moves down past it) and
 * every load an <em>acquire</em> (nothing moves up before it). On x86-64 both are plain moves. Only
 * {@code cas} is a full fence.
 */
package io.sysv4j.offheap.internal.memory;
