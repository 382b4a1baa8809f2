package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * A futex wait that {@link Thread#interrupt} ends at once. The JDK's public hook for that is a
 * selector: while a thread is between {@code begin} and {@code end}, an interrupt calls {@link
 * #wakeup}. This is a selector only in that.
 *
 * <p>One for each sleep. It is not kept for the thread: a value in a {@link ThreadLocal} would keep
 * the class loader of the library as long as the thread lives.
 */
final class InterruptibleFutex extends AbstractSelector {
  private volatile Waitable set;
  private volatile int ref;
  private volatile int parked;

  InterruptibleFutex() {
    super(null);
  }

  /**
   * Sleeps while the sleeper's status is {@code status} (PARKED), or until an interrupt.
   *
   * @return what {@link Linux#futexWait} answered
   */
  int await(Waitable waitable, int sleeper, int status, long nanos) {
    ref = sleeper;
    parked = status;
    set = waitable;
    try {
      begin();
      return Thread.currentThread().isInterrupted()
          ? 0
          : Linux.futexWait(waitable.futex(sleeper), status, nanos);
    } finally {
      end();
      set = null;
    }
  }

  /** Changes the word as well as waking: the thread may be just about to sleep on it. */
  @Override
  public Selector wakeup() {
    Waitable waitable = set;
    if (waitable != null) {
      try {
        waitable.cas(ref, parked, SleeperStatus.with(parked, SleeperStatus.WAITING, 0));
        Linux.futexWake(waitable.futex(ref), 1);
      } catch (NamespaceClosedException e) {
        return this; // who closed it has woken the thread, and Thread.interrupt throws nothing
      }
    }
    return this;
  }

  @Override
  protected void implCloseSelector() {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    throw notSelector();
  }

  private static UnsupportedOperationException notSelector() {
    return new UnsupportedOperationException("it waits for a futex, not for channels");
  }

  @Override
  public Set<SelectionKey> keys() {
    throw notSelector();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw notSelector();
  }

  @Override
  public int selectNow() {
    throw notSelector();
  }

  @Override
  public int select(long timeout) {
    throw notSelector();
  }

  @Override
  public int select() {
    throw notSelector();
  }
}
