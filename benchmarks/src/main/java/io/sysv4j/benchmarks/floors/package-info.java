/**
 * What the calls are compared with inside one JVM: the cheapest thing that could possibly work, and
 * the locks that people use today. Answered by JMH.
 */
package io.sysv4j.benchmarks.floors;
