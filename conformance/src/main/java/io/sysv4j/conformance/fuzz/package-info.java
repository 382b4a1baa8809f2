/**
 * The judge: random programs, run on two namespaces, and everything that a caller can observe
 * compared. {@link io.sysv4j.conformance.fuzz.Fuzz} is the program to run.
 *
 * <pre>
 *   generator ──► Program ──► Runner ──► Outcome        SingleRunner: one thread, all calls
 *                    ▲          │                       MultiRunner:  workers with sleepers, undo, deaths
 *                    └─Shrinker─┘
 * </pre>
 *
 * <p><b>One process, two sides.</b> A worker is one process in both namespaces: each step is done
 * on the left side and then on the right by the same process, by twin threads if it may sleep. So
 * pids need no mapping, a death is the same death for both, and a step costs one message.
 *
 * <p><b>One step at a time.</b> A step begins when each side has answered all calls before, but
 * those that it counts among its sleepers. From then on both sides are what the program makes them,
 * and after each step all must agree: what was answered, who woke, values, pids, counts, times, and
 * whether the object is there. Only a death may be noticed late.
 *
 * <p><b>Names.</b> Programs name objects by their order of creation. Identifiers themselves, and
 * totals, are compared too if both namespaces began empty: an off-heap directory of its own, and a
 * kernel in an IPC namespace of its own ({@code unshare -i}).
 *
 * <p>Not compared: the wording of messages, resident and swapped pages of SHM_INFO, and times to
 * the second if the step was done while a second ended.
 */
package io.sysv4j.conformance.fuzz;
