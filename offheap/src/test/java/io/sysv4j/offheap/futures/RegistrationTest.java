package io.sysv4j.offheap.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.engine.EngineDoor;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.sync.AsyncSemop;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What happens between a future's falling asleep and its being in the dispatcher's table: the call
 * has left the gate, and anyone may grant, remove the set, or run out of memory.
 */
@Timeout(120)
class RegistrationTest extends FuturesFixture {
  private final Thread caller = Thread.currentThread();

  /** Does something once, when this thread has just left the gate of the set. */
  private void whenLeft(Runnable action) {
    boolean[] isOpen = {false};
    hooks.set(
        (isSet, what, offset, value) -> {
          if (Thread.currentThread() == caller) {
            if (isOpen[0]) {
              hooks.clear();
              action.run();
            }
            isOpen[0] = isSet && what.equals("put") && offset == SetLayout.GATE && value == 0;
          }
        });
  }

  /** Does something once, when this thread asks after the set's state outside the gate. */
  private void whenRegistered(Runnable action) {
    boolean[] isInside = {true};
    hooks.set(
        (isSet, what, offset, value) -> {
          if (Thread.currentThread() == caller && isSet) {
            boolean isGate = offset == SetLayout.GATE && !what.equals("get");
            isInside[0] = isGate ? value != 0 : isInside[0];
            if (!isInside[0] && offset == SetLayout.STATE) {
              hooks.clear();
              action.run();
            }
          }
        });
  }

  @Test
  void shouldLoseNeitherTheGrantedNorThoseBehindIt() throws Exception {
    List<CompletableFuture<Void>> before = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      before.add(take());
    }
    whenLeft(
        () -> {
          give(4);
          before.forEach(CompletableFuture::join); // the dispatcher has had the whole stack
        });
    CompletableFuture<Void> last = take();

    assertDone(last);
    assertEquals(0, val());
    assertEquals(0, asleep());
  }

  @Test
  void shouldLearnOfARemovalThatCameBetween() {
    whenLeft(this::markRemoved);

    assertFails(Errno.EIDRM, take());
  }

  @Test
  void shouldWithdrawIfItCantBeRegistered() {
    InternalError error = new InternalError("planted");
    whenRegistered(
        () -> {
          throw error;
        });

    assertSame(error, assertThrows(InternalError.class, this::take));
    assertEquals(0, asleep());
    give(1);
    assertEquals(1, val());
  }

  @Test
  void shouldCompleteIfItCantBeRegisteredButHasBeenGranted() throws Exception {
    whenRegistered(
        () -> {
          give(1);
          throw new InternalError("planted");
        });

    assertDone(take());
    assertEquals(0, val());
  }

  @Test
  void shouldWithdrawWhatIsAbandoned() {
    CompletableFuture<Void> future = take(Duration.ofHours(1), Runnable::run);
    ((AsyncSemop) future).abandon();
    assertEquals(0, asleep());
    give(1);

    assertEquals(1, val());
    assertFalse(future.isDone());
  }

  /** From the compare-and-swap that enters to the store that leaves. */
  @Test
  void shouldAllocateNothingInsideTheGate() {
    for (int i = 0; i < 20; i++) {
      take(); // all classes are loaded, and all code linked
    }
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] bytes = {-1, -1};
    hooks.set(
        (isSet, what, offset, value) -> {
          if (isSet && offset == SetLayout.GATE && Thread.currentThread() == caller) {
            bytes[what.equals("cas") ? 0 : 1] = threads.getCurrentThreadAllocatedBytes();
          }
        });
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) { // HotSpot itself may allocate once, when it is to compile
      take();
      least = Math.min(least, bytes[1] - bytes[0]);
    }
    hooks.clear();

    assertEquals(0, least);
  }

  private void markRemoved() {
    var set = EngineDoor.touched(giver, semid).file().memory();
    set.putInt(SetLayout.STATE, SetLayout.REMOVED);
  }
}
