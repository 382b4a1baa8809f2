/** The contract of {@code io.sysv4j} as tests that every provider must pass. */
package io.sysv4j.conformance;
