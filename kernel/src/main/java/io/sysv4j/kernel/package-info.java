/** The kernel provider: the calls of System V, passed on to the machine's own Linux kernel. */
package io.sysv4j.kernel;
