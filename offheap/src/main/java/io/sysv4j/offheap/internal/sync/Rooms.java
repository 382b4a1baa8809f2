package io.sysv4j.offheap.internal.sync;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The rooms of a namespace by number, so that a thread notes where it is by storing an int. A room
 * that nobody can reach any more loses its number to another, unless a thread may still have it
 * noted: what is settled for that thread would befall the other. Looking up allocates nothing.
 */
final class Rooms {
  private static final class Numbered extends WeakReference<Room> {
    final int number;

    Numbered(Room room, int number, ReferenceQueue<Room> gone) {
      super(room, gone);
      this.number = number;
    }
  }

  private final ReferenceQueue<Room> gone = new ReferenceQueue<>();
  private final List<Integer> free = new ArrayList<>();
  private volatile Numbered[] byNumber = new Numbered[16];
  private int highest;

  /**
   * Gives a room its number, 1 or more.
   *
   * @param isNoted whether a thread has noted a number
   */
  synchronized int enrol(Room room, IntPredicate isNoted) {
    int number = unused(isNoted);
    Numbered[] rooms = byNumber;
    if (number >= rooms.length) {
      rooms = Arrays.copyOf(rooms, 2 * rooms.length);
    }
    rooms[number] = new Numbered(room, number, gone);
    byNumber = rooms;
    return number;
  }

  private int unused(IntPredicate isNoted) {
    for (Reference<?> old = gone.poll(); old != null; old = gone.poll()) {
      free.add(((Numbered) old).number);
    }
    for (int i = free.size() - 1; i >= 0; i--) {
      if (!isNoted.test(free.get(i))) {
        return free.remove(i);
      }
    }
    return ++highest;
  }

  /** The highest number that a room has had. */
  synchronized int highest() {
    return highest;
  }

  /** The room with a number; null if nobody can reach it any more. */
  Room at(int number) {
    Numbered[] rooms = byNumber;
    Numbered room = number < rooms.length ? rooms[number] : null;
    return room == null ? null : room.get();
  }
}
