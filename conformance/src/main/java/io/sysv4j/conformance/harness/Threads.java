package io.sysv4j.conformance.harness;

/**
 * Makes the threads that tests start: virtual ones for a test that runs on a virtual thread itself,
 * and else daemons. The JDK's virtual threads are used by reflection, as this is compiled for a
 * version that has none.
 */
public final class Threads {
  private static final int FIRST_VERSION = 21;

  private Threads() {}

  /** Whether this JDK has virtual threads. */
  public static boolean areVirtualHere() {
    return Runtime.version().feature() >= FIRST_VERSION;
  }

  /** Whether the calling thread is virtual. */
  public static boolean isVirtual() {
    return areVirtualHere() && (boolean) call("isVirtual", Thread.currentThread());
  }

  /** A thread of the caller's kind that has not been started. */
  public static Thread alike(String name, Runnable body) {
    if (isVirtual()) {
      return virtual(name, body);
    }
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  /** A virtual thread that has not been started. */
  public static Thread virtual(String name, Runnable body) {
    Object builder = call("ofVirtual", null);
    try {
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      type.getMethod("name", String.class).invoke(builder, name);
      return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, body);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Thread.Builder", e);
    }
  }

  private static Object call(String name, Object on) {
    try {
      return Thread.class.getMethod(name).invoke(on);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Thread." + name, e);
    }
  }
}
