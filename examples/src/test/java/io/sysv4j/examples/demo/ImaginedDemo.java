package io.sysv4j.examples.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The demo in one thread: imagined processes run the real {@link BoundedBuffer} a phase at a time
 * (claim, copy, finish), in the order that a scheduler says, and die at the steps that the test
 * says. A step is every moment before and after something that another process could see. With a
 * random order, a process may also be held up at any step, while others go on.
 */
final class ImaginedDemo {
  /** Thrown where a process dies. */
  private static final class Sigkill extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final int MANY_STEPS = 100_000;
  private static final int MOST_HELD_UP = 2;

  private static final Witness NOBODY =
      new Witness() {
        @Override
        public void at(Instant instant, int chunk) {}

        @Override
        public void redoing(Claim claim) {}

        @Override
        public void corrected(Correction correction) {}
      };

  private final Geometry geometry;
  private final Random order;
  private final Set<Integer> deadlySteps;
  private final byte[] source;
  private final byte[] target;
  private final FakeSet set;
  private final Segment segment;
  private final List<Process> living = new ArrayList<>();
  private int steps;
  private int deaths;
  private int seats;
  private int progress;
  private int idle;
  private int heldUp;

  ImaginedDemo(int chunks, int slots, int producers, Set<Integer> deadlySteps, Random order) {
    int seatsNeeded = producers + 2 + deadlySteps.size();
    this.geometry = new Geometry(2L * chunks, 2, slots, seatsNeeded, 0);
    this.order = order;
    this.deadlySteps = deadlySteps;
    this.source = new byte[2 * chunks];
    this.target = new byte[2 * chunks];
    for (int i = 0; i < source.length; i++) {
      source[i] = (byte) (i + 1);
    }
    this.set = new FakeSet(Sems.count(geometry.seats()), this::step);
    this.segment = new WatchedSegment(ByteBuffer.allocateDirect(geometry.bytes()), geometry);
    BoundedBuffer.prepare(set.as(-1), 0, geometry);
    for (int i = 0; i < producers; i++) {
      living.add(new Process(Role.PRODUCER));
    }
    living.add(new Process(Role.CONSUMER));
    living.add(new Process(Role.CONSUMER));
  }

  int deaths() {
    return deaths;
  }

  /** Runs to the end, and answers how many steps that took. */
  int run() {
    while (idle < living.size()) {
      // A random order, or in turn; when nobody could go on, everybody is asked once more in turn.
      int index = idle == 0 && order != null ? order.nextInt(living.size()) : 0;
      int before = progress;
      runPhase(living.remove(index));
      idle = progress > before ? 0 : idle + 1;
      assertEquals(1, set.value(Sems.MUTEX), "nobody has the mutex between phases");
      assertEquals(geometry.slots(), unitsInAll(), "a unit stands for each slot");
    }
    verify();
    return steps;
  }

  /** Runs the next phase of a process; it makes no progress if it would only sleep. */
  private void runPhase(Process process) {
    try {
      process.phase();
      living.add(process);
      progress++;
    } catch (FakeSet.WouldSleep e) {
      assertEquals(0, set.semadj(process.seat, Sems.MUTEX), "asleep with the mutex in hand");
      living.add(process);
    } catch (Sigkill e) {
      deaths++;
      set.exit(process.seat);
      living.add(new Process(process.role));
      progress++;
    }
  }

  private void step() {
    if (deadlySteps.contains(steps++)) {
      throw new Sigkill();
    }
    assertTrue(steps < MANY_STEPS, "they go round and round");
    if (idle == 0 && mayBeHeldUp() && order.nextInt(8) == 0) {
      heldUp++;
      runPhase(living.remove(order.nextInt(living.size())));
      heldUp--;
    }
  }

  private boolean mayBeHeldUp() {
    return order != null && heldUp < MOST_HELD_UP && !living.isEmpty();
  }

  private int unitsInAll() {
    int units = set.value(Sems.FREE) + set.value(Sems.FULL);
    for (Process process : living) {
      units += set.semadj(process.seat, Sems.FREE) + set.semadj(process.seat, Sems.FULL);
    }
    return units;
  }

  private void verify() {
    assertArrayEquals(source, target, "what arrived");
    assertEquals(geometry.slots(), set.value(Sems.FREE), "FREE");
    assertEquals(0, set.value(Sems.FULL), "FULL");
    assertEquals(0, set.value(Sems.LEFT), "LEFT");
    for (int chunk = 0; chunk < geometry.chunks(); chunk++) {
      assertTrue(segment.drainerOf(chunk) >= 0, "chunk " + chunk + " is not in the ledger");
      assertTrue(segment.fillerOf(chunk) >= 0, "nobody has filled chunk " + chunk);
    }
  }

  /** One imagined process: what Producer and Consumer do, in phases. */
  private final class Process {
    private final Role role;
    private final int seat = seats++;
    private final BoundedBuffer buffer = new BoundedBuffer(set.as(seat), 0, segment, seat, NOBODY);
    private boolean signedOn;
    private Claim claim;
    private boolean copied;

    Process(Role role) {
      this.role = role;
    }

    void phase() {
      if (!signedOn) {
        buffer.signOn();
        signedOn = true;
      } else if (claim == null) {
        claim = role.isProducer() ? claimToFill() : buffer.claimToDrain();
        copied = false;
      } else if (!copied) {
        copy();
        copied = true;
      } else {
        finish();
        claim = null;
      }
    }

    private Claim claimToFill() {
      return buffer.claimToFill().orElseThrow(FakeSet.WouldSleep::new);
    }

    private void copy() {
      ByteBuffer slot = segment.data(claim.slot(), claim.chunk());
      int offset = (int) geometry.offsetOf(claim.chunk());
      if (role.isProducer()) {
        slot.put(source[offset]);
        step();
        slot.put(source[offset + 1]);
      } else if (!buffer.hasArrived(claim)) {
        target[offset] = slot.get();
        step();
        target[offset + 1] = slot.get();
      }
      step();
    }

    private void finish() {
      if (role.isProducer()) {
        buffer.filled(claim);
      } else {
        buffer.drained(claim);
      }
    }
  }

  /** Dies before or after each store. */
  private final class WatchedSegment extends Segment {
    WatchedSegment(ByteBuffer bytes, Geometry geometry) {
      super(bytes, geometry);
    }

    @Override
    void putLong(int at, long value) {
      step();
      super.putLong(at, value);
      step();
    }

    @Override
    void putInt(int at, int value) {
      step();
      super.putInt(at, value);
      step();
    }
  }
}
