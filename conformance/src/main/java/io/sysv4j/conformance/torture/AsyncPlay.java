package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;

/**
 * As {@link SharedPlay}, without a thread: keeps some futures waiting, cancels one now and then,
 * and interrupts the other threads of its worker.
 */
final class AsyncPlay extends Play {
  private static final int RARITY = 20;

  /** EINTR is the end of a future whose cancel failed by an error, after it had been withdrawn. */
  private static final Set<Errno> EXPECTED = Set.of(Errno.EAGAIN, Errno.EBUSY, Errno.EINTR);

  private final Script script;
  private final List<Thread> siblings;
  private final List<Lane> lanes;

  AsyncPlay(Part part, List<Thread> siblings) {
    super(part, Ledger.ASYNC, RARITY);
    this.script = new Script(part.random());
    this.siblings = siblings;
    this.lanes =
        java.util.stream.IntStream.range(0, Ledger.LANES)
            .mapToObj(i -> new Lane(ledger.lane(i)))
            .toList();
  }

  /**
   * A future and its slot. Whether it is done is looked up, as what a future runs at its end may
   * meet a full stack, too.
   */
  private final class Lane {
    private final Slot slot;
    private boolean busy;
    private boolean isInDoubt;
    private CompletableFuture<Void> future;

    Lane(Slot slot) {
      this.slot = slot;
    }

    void start() {
      future = null;
      script.next(slot.now());
      script.addTo(slot.next());
      int semid = board.set(script.set());
      boolean forEver = !Script.holdsAnything(slot.now()) && random.nextInt(4) == 0;
      Duration timeout = forEver ? null : Duration.ofNanos(random.nextInt(10_000_000));
      Executor executor = random.nextBoolean() ? ForkJoinPool.commonPool() : Runnable::run;
      script.tell(ledger, true);
      ledger.did(Deed.FUTURE);
      busy = true;
      slot.begin(semid, script.packed(), script.length());
      future = engine.sem().semtimedopAsync(semid, script.sops(), timeout, executor);
    }

    /** Sees whether it has ended. */
    void look() {
      if (isInDoubt && !slot.isInDoubt()) {
        slot.learn();
        isInDoubt = false;
        busy = false;
      } else if (busy && !isInDoubt && future != null && future.isDone()) {
        ended(outcome());
      }
    }

    private Throwable outcome() {
      try {
        future.join();
        return null;
      } catch (CompletionException e) {
        return e.getCause();
      } catch (CancellationException e) {
        return e;
      }
    }

    /** The call that was to begin it may have failed: now, or before, and then it waits still. */
    void afterMishap() {
      if (busy && future == null && !isInDoubt) {
        isInDoubt = slot.isPending();
        busy = isInDoubt;
        if (isInDoubt) {
          slot.doubt();
        }
      }
    }

    private void ended(Throwable e) {
      boolean isClosed = ledger.command() == Ledger.CLOSE && e instanceof IllegalStateException;
      if (!isClosed) {
        slot.end(e == null);
      }
      if (e instanceof IpcException failure) {
        expect(failure, EXPECTED);
      } else if (e != null && !(e instanceof CancellationException) && !isClosed) {
        complain(e);
      }
      busy = false;
    }
  }

  @Override
  void afterMishap() {
    lanes.forEach(Lane::afterMishap);
  }

  @Override
  void rest() {
    lanes.forEach(Lane::look);
  }

  @Override
  void step() {
    Lane lane = lanes.get(random.nextInt(lanes.size()));
    if (!mishaps.areNear()) {
      lane.look();
    }
    if (!lane.busy) {
      lane.start();
    } else if (lane.future != null && random.nextInt(10) == 0) {
      ledger.did(Deed.CANCEL);
      lane.future.cancel(true);
    } else if (random.nextInt(50) == 0) {
      ledger.did(Deed.INTERRUPT);
      siblings.get(random.nextInt(siblings.size())).interrupt();
    } else {
      LockSupport.parkNanos(20_000);
    }
  }
}
