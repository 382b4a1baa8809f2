package io.sysv4j.offheap.internal.sync;

/**
 * Finds visits that say a thread is at work when it is not any more, though nothing was thrown
 * through its handlers. HotSpot drops the frames of a call, handlers and all, when compiled code
 * that had done without an object is given up and there is no memory to make that object:
 * OutOfMemoryError, "failed reallocation of scalar replaced objects".
 *
 * <p>The stack of the thread shows it: none of its frames is one that a visit is changed in. It is
 * asked for only while the visit stays as it is, and ever more seldom. A stack and a visit can't be
 * read at the same instant, and the thread may have come again between the two. So two stacks are
 * asked for, and the visit must look the same before and after each: a thread that had come between
 * them would be inside at the second, or have counted a passage.
 *
 * <p>For one thread at a time.
 */
final class Strays {
  private static final String ROOT = root(Strays.class.getPackageName());

  /** The frames between entering a gate and leaving it, or around a sleep. */
  private static final String[] AT_WORK = {
    ROOT + ".sem.", ROOT + ".registry.", ROOT + ".engine.SemCalls"
  };

  /** At the least so often is a stack asked for, in looks. */
  private static final int SELDOM = 128;

  /**
   * So many stacks of sleepers are asked for in a round, and as many more as {@link #SELDOM} asks
   * for: up to JDK 20 each stops all threads of the JVM for a moment.
   */
  private static final int STACKS = 4;

  /** More than there ever are between such a frame and the top of a stack. */
  private static final int FRAMES = 256;

  private static final StackTraceElement[] NONE = {};
  private static final long NOTHING = -1;

  private final Rooms rooms;

  /** How deep stacks are shown: see -XX:MaxJavaStackTraceDepth. */
  private int depth;

  private int looks;
  private int left;

  Strays(Rooms rooms) {
    this.rooms = rooms;
  }

  private static String root(String here) {
    return here.substring(0, here.lastIndexOf('.'));
  }

  /** A round of looks, one at each visit. */
  void begin() {
    left = STACKS + looks / SELDOM;
    looks = 0;
  }

  /**
   * One more look: whether the thread of a visit has lost it.
   *
   * @param first the list that the visit stands in
   */
  boolean isStray(Visit visit, Visit first) {
    looks++;
    if (!isUnchanged(visit, first) || !isDue(visit)) {
      return false;
    }
    boolean isElsewhere = !isAtWork(visit.thread);
    visit.stacks = isElsewhere && isUnchanged(visit, first) ? visit.stacks + 1 : 0;
    return visit.stacks > 1;
  }

  /**
   * At the second look that is the same, at the fourth, the eighth…, and if the last stack showed
   * it. A sleeper whose turn it is while enough stacks were asked for is due in the next round.
   */
  private boolean isDue(Visit visit) {
    int same = visit.looks + 1;
    boolean isDue = visit.stacks > 0 || Integer.bitCount(same) == 1 || same % SELDOM == 0;
    if (isDue && visit.seenWhere == 0 && left-- <= 0) {
      return false;
    }
    visit.looks = same;
    return isDue;
  }

  /** Whether it has something in hand, and has looked the same at the last look. */
  boolean isUnchanged(Visit visit, Visit first) {
    int where = visit.whereNow();
    long mark = where != 0 ? passages(visit, where, first) : asleep(visit);
    boolean isSame = mark != NOTHING && mark == visit.seenMark && where == visit.seenWhere;
    visit.seenMark = mark;
    visit.seenWhere = where;
    if (!isSame) {
      visit.looks = 0;
      visit.stacks = 0;
    }
    return isSame;
  }

  /** How often the gate was passed, if its owner can be nobody but this visit's thread. */
  private long passages(Visit visit, int where, Visit first) {
    Room room = rooms.at(Math.abs(where));
    Gate gate = room == null ? null : room.gate();
    if (gate == null) {
      return NOTHING;
    }
    long passages = gate.count();
    return gate.isOwn() && (where > 0 || isAlone(visit, where, first)) ? passages : NOTHING;
  }

  private static boolean isAlone(Visit visit, int where, Visit first) {
    for (Visit other = first; other != null; other = other.next) {
      if (other != visit && other.isAt(Math.abs(where))) {
        return false;
      }
    }
    return true;
  }

  private static long asleep(Visit visit) {
    return visit.asleepIn != 0 ? visit.sleeps : NOTHING;
  }

  /** If the stack can't be seen, one can't tell. */
  private boolean isAtWork(Thread thread) {
    StackTraceElement[] stack = stack(thread);
    for (StackTraceElement frame : stack) {
      for (String name : AT_WORK) {
        if (frame.getClassName().startsWith(name)) {
          return true;
        }
      }
    }
    return stack.length == 0;
  }

  /** Empty if it can't be seen: a subclass tells something else, or the JVM shows but its top. */
  private StackTraceElement[] stack(Thread thread) {
    depth = depth == 0 ? depthBelow(FRAMES) : depth;
    return depth > FRAMES && isToldByTheJvm(thread) ? thread.getStackTrace() : NONE;
  }

  private static int depthBelow(int frames) {
    return frames == 0 ? Thread.currentThread().getStackTrace().length : depthBelow(frames - 1);
  }

  private static boolean isToldByTheJvm(Thread thread) {
    try {
      return thread.getClass().getMethod("getStackTrace").getDeclaringClass() == Thread.class;
    } catch (NoSuchMethodException e) {
      throw new LinkageError("Thread", e);
    }
  }
}
