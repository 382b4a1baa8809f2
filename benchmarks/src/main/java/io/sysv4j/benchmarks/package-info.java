/** One class a question: what a call costs here, in the kernel, and at the bare minimum. */
package io.sysv4j.benchmarks;
