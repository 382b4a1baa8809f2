/**
 * The torture: JVMs that play with semaphores and segments and are killed at any instant, and a
 * referee that counts what must be left.
 *
 * <pre>
 *   {@link io.sysv4j.conformance.torture.Torture}   the command: reads the plan, prints the tally
 *   Referee      starts workers, stops, continues and kills them; lets all stand still, and looks
 *   Books        conservation: what each semaphore must hold, from what the workers wrote down
 *   Bounds       calls that must return while somebody pauses
 *   Inspection   the files themselves: no gate held, no slot, row, sleeper or attach of the dead
 *
 *   WorkerMain   a JVM that is tortured: some threads, each with a Play
 *   Play         what a thread does: SharedPlay, AsyncPlay, SoloPlay, FlickerPlay, SegmentPlay
 *   Ledger       where a worker writes down what it does, in a file that survives it
 *   Doom         kills or stops the own process right after a chosen store into a shared file
 *   Mishaps      Errors at random loads and stores, and full stacks, in a worker that lives on
 * </pre>
 *
 * <p>A worker writes down what it is about to do, does it, and writes down that it was done. So of
 * a worker that was killed one operation a slot is in doubt, and no more: the referee accepts that
 * it happened or that it did not, but nothing in between. The same goes for an operation whose call
 * threw an Error: its thread waits until the referee has decided by what is there.
 */
package io.sysv4j.conformance.torture;
