/**
 * Real JVMs under a referee: what tests, the fuzzer and the torture share.
 *
 * <pre>
 *   referee (this JVM)                          peer (a JVM of its own)
 *   {@link io.sysv4j.conformance.harness.PeerNamespace}  ── 12 semop 5 [(0,-1,0)] ──▶  PeerMain ─▶ IpcNamespace
 *                       ◀── 12 errno EIDRM semop(5, ...) ──
 * </pre>
 *
 * <ul>
 *   <li>{@link io.sysv4j.conformance.harness.PeerJvm}: starts, stops, continues and kills a JVM.
 *       Its {@code namespace()} is an {@link io.sysv4j.IpcNamespace} whose calls that JVM makes, so
 *       a test reads the same whoever calls.
 *   <li>{@link io.sysv4j.conformance.harness.Login}: as whom, and in which IPC namespace, it runs.
 *   <li>{@link io.sysv4j.conformance.harness.PeerPool}: JVMs that are used again, as starting one
 *       costs more than a test.
 *   <li>{@link io.sysv4j.conformance.harness.Sleeper}: a call that sleeps, in a thread of its own,
 *       and the wait until the set says that it does.
 *   <li>{@link io.sysv4j.conformance.harness.Stage}: where a test class plays: one namespace of one
 *       {@link io.sysv4j.conformance.harness.Provider}, and the broom afterwards.
 * </ul>
 *
 * <p>The protocol is a line a message, its fields separated by tabs; {@code Wire} spells values.
 */
package io.sysv4j.conformance.harness;
