/**
 * Questions about one process, answered by JMH: what does a call cost? One class a question; each
 * is asked in every namespace.
 */
package io.sysv4j.benchmarks.calls;
