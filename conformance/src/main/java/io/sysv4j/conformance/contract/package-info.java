/**
 * The contract of {@link io.sysv4j.IpcNamespace} as tests: what Linux's System V semaphores and
 * shared memory answer, one class a topic, run over every provider. A provider's own test class
 * nests a subclass of each; the kernel's run is the proof that the tests tell the truth.
 *
 * <p>{@link io.sysv4j.conformance.contract.Contract} is the base: it opens the stage, makes sets
 * and segments that the test's end removes, and starts sleepers.
 */
package io.sysv4j.conformance.contract;
