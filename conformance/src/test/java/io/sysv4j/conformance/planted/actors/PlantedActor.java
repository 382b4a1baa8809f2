package io.sysv4j.conformance.planted.actors;

/** Keeps to the walls: actors may use Pekko. */
class PlantedActor {
  org.apache.pekko.actor.typed.ActorRef<String> ref;
}
