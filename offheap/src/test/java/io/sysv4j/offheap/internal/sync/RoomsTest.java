package io.sysv4j.offheap.internal.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** A number that a thread may still have noted is no other room's. */
class RoomsTest {
  private final Rooms rooms = new Rooms();

  private static Room room() {
    return (Room)
        Proxy.newProxyInstance(
            RoomsTest.class.getClassLoader(),
            new Class<?>[] {Room.class},
            (proxy, method, arguments) -> null);
  }

  /** Answers the number of a room that nobody can reach any more. */
  private int gone() throws InterruptedException {
    int number = rooms.enrol(room(), n -> false);
    while (rooms.at(number) != null) {
      System.gc();
      Thread.sleep(1);
    }
    Thread.sleep(100); // the collector tells it a little later
    return number;
  }

  @Test
  void shouldUseANumberAgain() throws Exception {
    int number = gone();
    Room other = room();
    assertEquals(number, rooms.enrol(other, n -> false));
    assertSame(other, rooms.at(number));
  }

  @Test
  void shouldNotUseANumberThatIsNoted() throws Exception {
    int number = gone();
    Room other = room();
    Room another = room();
    assertNotEquals(number, rooms.enrol(other, n -> n == number));
    assertEquals(number, rooms.enrol(another, n -> false));
  }
}
