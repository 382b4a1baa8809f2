package io.sysv4j.conformance.planted.tools;

/** Breaks: only actors, examples and benchmarks use Pekko. */
class BreachOfPekko {
  org.apache.pekko.actor.typed.ActorRef<String> ref;
}
