package io.sysv4j.conformance.planted.law;

/** Stands for a class of core; breaks: core depends on the JDK alone. */
class BreachOfCore {
  org.slf4j.Logger log;
}
