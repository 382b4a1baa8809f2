/**
 * Questions about several JVMs: hand-over, contention, recovery, crowds of sleepers. Each runs in
 * JVMs of its own, started without flags; they talk with the one that asks over their standard
 * streams, never through what is measured.
 */
package io.sysv4j.benchmarks.jvms;
