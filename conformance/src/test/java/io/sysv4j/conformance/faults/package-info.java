/**
 * What can go wrong around the off-heap provider, done on purpose: JVMs are killed and stopped,
 * disks are full, files are damaged, hostile or gone. {@code docs/reliability.md} has the table of
 * faults, and which test here shows what happens.
 */
package io.sysv4j.conformance.faults;
