/** One package an example; each runs from the launcher and cleans up after itself. */
package io.sysv4j.examples;
