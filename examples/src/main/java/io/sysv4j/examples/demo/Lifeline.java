package io.sysv4j.examples.demo;

import java.io.IOException;

/**
 * Ties a child JVM to its parent: the parent holds the other end of the child's standard input, and
 * when that closes, because the parent has died in whatever way, the child goes too.
 */
final class Lifeline {
  private static final int PARENT_IS_GONE = 3;

  private Lifeline() {}

  static void holdOn() {
    Thread thread = new Thread(Lifeline::awaitEnd, "lifeline");
    thread.setDaemon(true);
    thread.start();
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      System.err.println("the lifeline to the parent is broken: " + e);
    }
    Runtime.getRuntime().halt(PARENT_IS_GONE);
  }
}
