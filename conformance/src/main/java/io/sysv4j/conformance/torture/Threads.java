package io.sysv4j.conformance.torture;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/** Makes threads for plays: virtual ones where Java has them, and platform threads. */
final class Threads {
  /** Small, so that a full stack is soon full. */
  private static final int STACK = 400 * 1024;

  private static final ThreadFactory VIRTUAL = virtual();

  private Threads() {}

  private static ThreadFactory virtual() {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandle begin =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
      MethodHandle end =
          lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
      return (ThreadFactory) end.invoke(begin.invoke());
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      return null; // this Java has none
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("Thread.ofVirtual", e);
    }
  }

  /** Whether there are virtual threads. */
  static boolean canBeVirtual() {
    return VIRTUAL != null;
  }

  /** A thread that has not been started. */
  static Thread make(Runnable body, String name, boolean isVirtual) {
    Thread thread = isVirtual ? VIRTUAL.newThread(body) : new Thread(null, body, name, STACK);
    thread.setName(name);
    return thread;
  }
}
