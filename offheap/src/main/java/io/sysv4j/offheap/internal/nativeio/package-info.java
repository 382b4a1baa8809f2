/** The system calls the engine needs, and nothing else of JNA outside this package. */
package io.sysv4j.offheap.internal.nativeio;
