package io.sysv4j.examples.demo;

/** What a worker does. */
enum Role {
  PRODUCER,
  CONSUMER;

  boolean isProducer() {
    return this == PRODUCER;
  }

  /** The name of the worker on a seat, for people. */
  String on(int seat) {
    return (isProducer() ? "producer-" : "consumer-") + seat;
  }
}
