package io.sysv4j.conformance.planted.offheap.internal.attic;

/** Breaks: every room has its floor. */
class BreachOfPlan {}
