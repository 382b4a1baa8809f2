package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;

/**
 * As {@link SharedPlay}, without a thread: keeps some futures waiting, cancels one now and then,
 * and interrupts the other threads of its worker.
 */
final class AsyncPlay extends Play {
  private static final Set<Errno> EXPECTED = Set.of(Errno.EAGAIN);

  private final Script script;
  private final List<Thread> siblings;
  private final List<Lane> lanes;

  AsyncPlay(Engine engine, Board board, Ledger ledger, List<Thread> siblings, Random random) {
    super(engine, board, ledger, Ledger.ASYNC, random);
    this.script = new Script(random);
    this.siblings = siblings;
    this.lanes =
        java.util.stream.IntStream.range(0, Ledger.LANES)
            .mapToObj(i -> new Lane(ledger.lane(i)))
            .toList();
  }

  /** A future and its slot. */
  private final class Lane {
    private final Slot slot;
    private volatile boolean busy;
    private CompletableFuture<Void> future;

    Lane(Slot slot) {
      this.slot = slot;
    }

    void start() {
      busy = true;
      script.next(slot.now());
      script.addTo(slot.next());
      int semid = board.set(script.set());
      boolean forEver = !Script.holdsAnything(slot.now()) && random.nextInt(4) == 0;
      Duration timeout = forEver ? null : Duration.ofNanos(random.nextInt(10_000_000));
      Executor executor = random.nextBoolean() ? ForkJoinPool.commonPool() : Runnable::run;
      slot.begin(semid, script.packed(), script.length());
      script.tell(ledger, true);
      ledger.did(Deed.FUTURE);
      future = engine.sem().semtimedopAsync(semid, script.sops(), timeout, executor);
      future.whenComplete((nothing, e) -> ended(e));
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
  void step() {
    Lane lane = lanes.get(random.nextInt(lanes.size()));
    if (!lane.busy) {
      lane.start();
    } else if (random.nextInt(10) == 0) {
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
