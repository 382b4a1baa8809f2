/** What the benchmarks need from the C library; the only room that imports JNA. */
package io.sysv4j.benchmarks.libc;
