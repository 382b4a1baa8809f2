package io.sysv4j.offheap.crash;

import com.sun.management.ThreadMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the current thread allocates, and how many classes are loaded, between entering a gate and
 * leaving it. It is told of each access to the memory, so it knows within one access where that
 * was. It allocates nothing itself until it has found something.
 */
final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final ClassLoadingMXBean CLASSES = ManagementFactory.getClassLoadingMXBean();

  private final Map<String, Long> places = new TreeMap<>();
  private boolean isOn;
  private boolean isInside;
  private long allocated;
  private long loaded;
  private long bytes;
  private long classes;
  private int passages;

  /** From now on passages are measured. */
  void start() {
    places.clear();
    bytes = 0;
    classes = 0;
    passages = 0;
    isInside = false;
    isOn = true;
    read(); // once, so that nothing of that is new
  }

  /** They are measured no more. */
  void stop() {
    isOn = false;
  }

  boolean isOn() {
    return isOn;
  }

  boolean isInside() {
    return isInside;
  }

  /** The gate was taken by the current thread. */
  void enters() {
    if (isOn) {
      isInside = true;
      passages++;
      read();
    }
  }

  /** The gate is about to be opened. */
  void leaves() {
    look();
    isInside = false;
  }

  /** The memory is about to be looked at, or stored to. */
  void look() {
    if (isOn && isInside) {
      long more = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      long news = CLASSES.getTotalLoadedClassCount() - loaded;
      if (more != 0 || news != 0) {
        note(more, news);
        read();
      }
    }
  }

  private void read() {
    loaded = CLASSES.getTotalLoadedClassCount();
    allocated = THREADS.getCurrentThreadAllocatedBytes();
  }

  private void note(long more, long news) {
    bytes += more;
    classes += news;
    places.merge(place(), more, Long::sum);
  }

  /** The engine's frames, innermost first. */
  private static String place() {
    StringBuilder place = new StringBuilder();
    int frames = 0;
    for (StackTraceElement frame : new Throwable().getStackTrace()) {
      String name = frame.getClassName();
      if (name.startsWith("io.sysv4j.offheap.internal.") && frames++ < 4) {
        place.append(' ').append(name.substring(name.lastIndexOf('.') + 1));
        place.append('.').append(frame.getMethodName()).append(':').append(frame.getLineNumber());
      }
    }
    return place.toString().trim();
  }

  /** How often the gate was passed. */
  int passages() {
    return passages;
  }

  /** How much was allocated; who loads a class allocates something, too. */
  long bytes() {
    return bytes;
  }

  /** How many classes were loaded, by whichever thread. */
  long classes() {
    return classes;
  }

  /** What was allocated right before which access, innermost frame first. */
  Map<String, Long> places() {
    return places;
  }

  @Override
  public String toString() {
    return bytes + " bytes, " + classes + " classes";
  }
}
