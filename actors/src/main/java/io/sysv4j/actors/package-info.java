/**
 * The calls of System V as typed messages of Apache Pekko, their failures as signals to
 * supervisors.
 */
package io.sysv4j.actors;
