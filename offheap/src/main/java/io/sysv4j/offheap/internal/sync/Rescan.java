package io.sysv4j.offheap.internal.sync;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link Dispatcher}'s look at all futures: entries of its stack may be missing, since a
 * granter has died, something was thrown here, or a set was removed or damaged.
 *
 * <pre>
 *   each set:   removed → withdraw each future, but those that have been granted; no gate needed
 *               damaged → fail each
 *               else    → note which are granted, pass the gate, take the stack;
 *                         what is noted and was not on it has lost its entry: complete it
 * </pre>
 *
 * <p>Whoever grants is inside the gate from the grant until the entry is on the stack; so when we
 * have passed the gate, an entry for what we noted before is there, or never will be. A set that
 * can't be looked at now is looked at again later, and stops no others.
 */
final class Rescan {
  private static final long AGAIN = 100_000_000;
  private static final Runnable NOTHING = () -> {};

  private final Dispatcher dispatcher;
  private final WaitingSets waiting;
  private boolean isIncomplete;
  private long again;

  Rescan(Dispatcher dispatcher, WaitingSets waiting) {
    this.dispatcher = dispatcher;
    this.waiting = waiting;
  }

  /** All futures are to be looked at anew. */
  void want() {
    isIncomplete = true;
    again = System.nanoTime();
  }

  /** Whether a set that could not be looked at is to be looked at again now. */
  boolean isDue() {
    return nanosToNext() <= 0;
  }

  /** How long until {@link #isDue}. */
  long nanosToNext() {
    return isIncomplete ? again - System.nanoTime() : Long.MAX_VALUE;
  }

  /** Looks at all futures of all sets. */
  void all() {
    isIncomplete = false;
    for (Waiting there : waiting.all()) {
      try {
        look(there);
      } catch (NamespaceClosedException e) {
        throw e;
      } catch (CorruptFileException | FileProblem e) {
        there.all().forEach(semop -> dispatcher.fail(semop, e));
      } catch (RuntimeException | Error e) {
        dispatcher.trouble().note(e);
        lookAgain();
      }
    }
  }

  private void lookAgain() {
    isIncomplete = true;
    again = System.nanoTime() + AGAIN;
  }

  private void look(Waiting there) {
    if (there.set.isRemoved()) {
      there.all().forEach(this::endInRemoved);
      return;
    }
    there.set.checkWhole();
    List<AsyncSemop> done = new ArrayList<>();
    for (AsyncSemop semop : there.all()) {
      if (semop.isDecided() || semop.isGranted()) {
        done.add(semop);
      }
    }
    if (there.set.underGate(NOTHING)) {
      dispatcher.drain();
      done.stream().filter(semop -> !semop.isForgotten).forEach(dispatcher::finish);
    } else {
      lookAgain();
    }
  }

  /** One that is claimed is completed by its claimer, or told by {@link #checkAsleep}. */
  private void endInRemoved(AsyncSemop semop) {
    if (semop.isDecided() || semop.isGranted()) {
      dispatcher.finish(semop);
    } else if (semop.tryWithdraw()) {
      semop.finish(Errno.EIDRM.number());
      dispatcher.forget(semop);
    }
  }

  /** Nothing has happened for long: who waits in vain, as contents are damaged, is told so. */
  void checkAsleep() {
    for (Waiting there : waiting.all()) {
      if (there.set.isRemoved()) {
        there.all().forEach(this::endInRemoved);
      }
      for (AsyncSemop semop : there.all()) {
        if (semop.hasFailed) {
          dispatcher.complete(semop);
        }
        if (!semop.isComing && !semop.looksAsleep()) {
          checkAsleep(semop);
        }
      }
    }
  }

  private void checkAsleep(AsyncSemop semop) {
    try {
      semop.checkAsleep();
    } catch (CorruptFileException | FileProblem e) {
      dispatcher.fail(semop, e);
    }
  }
}
