package io.sysv4j.conformance.faults;

import java.util.List;

/** How many carriers the virtual threads of a JVM have. */
enum Carriers {
  AS_MANY_AS_CPUS(List.of()),
  ONE(
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Djdk.virtualThreadScheduler.maxPoolSize=1"));

  private final List<String> flags;

  Carriers(List<String> flags) {
    this.flags = flags;
  }

  /** The flags of such a JVM. */
  List<String> flags() {
    return flags;
  }
}
