/**
 * The demo: JVMs move a file through a bounded buffer in shared memory, and some are killed.
 *
 * <p>Read in this order: {@code BoundedBuffer} has the protocol, and why a death at any instruction
 * harms nothing; {@code Producer}, {@code Consumer} and {@link io.sysv4j.examples.demo.Worker} are
 * the JVMs that use it; {@code Foreman} is the actor that hires, kills and replaces them; {@code
 * Inspector} checks what must be true in the end. {@code Geometry} draws the segment, {@code Sems}
 * names the semaphores.
 */
package io.sysv4j.examples.demo;
