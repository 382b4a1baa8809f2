package io.sysv4j.offheap.internal.sync;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;

/**
 * The {@link Dispatcher}'s futures whose time is over. Before it is answered that nothing came, the
 * dead are looked for, after the deadline: once for all futures of a set that are late by then. A
 * future that can't be told yet is tried again a little later, and holds up no others.
 */
final class Expiry {
  private static final long AGAIN = 10_000_000;

  private final Dispatcher dispatcher;
  private final Deadlines deadlines;

  Expiry(Dispatcher dispatcher, Deadlines deadlines) {
    this.dispatcher = dispatcher;
    this.deadlines = deadlines;
  }

  /** Lets all futures give up whose time is over. */
  void expire() {
    AsyncSemop first = deadlines.first();
    while (first != null && first.due - System.nanoTime() <= 0) {
      if (hasExpired(first)) {
        deadlines.remove(first);
      } else {
        deadlines.postpone(first, System.nanoTime() + AGAIN); // and the others go on
      }
      first = deadlines.first();
    }
  }

  /** A future's time is over; answers false if that can't be told yet. */
  private boolean hasExpired(AsyncSemop semop) {
    try {
      askForTheDead(semop);
      if (semop.tryWithdraw()) {
        semop.finish(Errno.EAGAIN.number());
        dispatcher.forget(semop);
      } else if (semop.isClaimed()) {
        semop.checkClaimed();
        return false;
      }
      return true;
    } catch (NamespaceClosedException e) {
      throw e;
    } catch (CorruptFileException | FileProblem e) {
      dispatcher.fail(semop, e);
      return true;
    } catch (RuntimeException | Error e) {
      dispatcher.trouble().note(e);
      return false;
    }
  }

  /** Once for all whose time is over. If it can't be told who lives, their time is over as well. */
  private void askForTheDead(AsyncSemop semop) {
    try {
      semop.there.checkUp(semop.due);
    } catch (NamespaceClosedException | CorruptFileException | FileProblem e) {
      throw e;
    } catch (RuntimeException | Error e) {
      dispatcher.trouble().note(e);
    }
  }
}
