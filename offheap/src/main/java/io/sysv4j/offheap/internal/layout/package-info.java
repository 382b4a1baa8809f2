/**
 * The shapes of the files: where each field is. Only these classes know offsets; {@code
 * docs/format.md} draws them, and a test compares the two.
 */
package io.sysv4j.offheap.internal.layout;
