/**
 * A namespace as this JVM has it open: {@link io.sysv4j.offheap.internal.engine.Engine} wires the
 * rooms together; {@code SemCalls} and {@code ShmCalls} are the calls, with their checks in the
 * kernel's order; {@code Janitor} looks after the dead.
 */
package io.sysv4j.offheap.internal.engine;
