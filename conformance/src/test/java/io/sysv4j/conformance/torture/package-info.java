/** The torture, run as a test: small by default, long with the tag {@code long}. */
package io.sysv4j.conformance.torture;
