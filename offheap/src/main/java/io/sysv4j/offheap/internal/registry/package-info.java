/**
 * The tables of a namespace: which identifiers and keys there are, whose they are, and who has
 * which segment attached. All changes are made under the registry's gate and through its journal;
 * looking up a key or an identifier needs no gate.
 */
package io.sysv4j.offheap.internal.registry;
