/**
 * What a System V call must answer: pure functions, without state or I/O, that every provider
 * shares.
 *
 * <ul>
 *   <li>{@link io.sysv4j.law.Permission}: who may do what to an object.
 *   <li>{@link io.sysv4j.law.SemopPlanner}: what an array of operations does to a set's values.
 *   <li>{@link io.sysv4j.law.Packed}: an operation as one number, as sets store it.
 *   <li>{@link io.sysv4j.law.IdSequence}: which identifier the next object gets.
 *   <li>{@link io.sysv4j.law.Strace}: how a call reads.
 * </ul>
 */
package io.sysv4j.law;
