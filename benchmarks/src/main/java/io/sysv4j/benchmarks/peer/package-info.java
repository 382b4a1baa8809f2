/** The C side: compiled from resources when there is a compiler, run as a process of its own. */
package io.sysv4j.benchmarks.peer;
