/** The command line over any provider: list, make and remove what a namespace holds. */
package io.sysv4j.tools;
