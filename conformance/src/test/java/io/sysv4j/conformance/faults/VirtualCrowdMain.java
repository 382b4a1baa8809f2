package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A JVM with many virtual threads that sleep in one set all at once, and then time out there. */
final class VirtualCrowdMain {
  private static final int GIVE_UP_SECONDS = 50;

  private final IpcNamespace namespace;
  private final int set;
  private final CountDownLatch awake;
  private final CountDownLatch end;
  private final Map<Errno, Integer> answers = new EnumMap<>(Errno.class);

  private VirtualCrowdMain(IpcNamespace namespace, int set, int count) {
    this.namespace = namespace;
    this.set = set;
    this.awake = new CountDownLatch(count);
    this.end = new CountDownLatch(count);
  }

  /**
   * Says {@code started}; {@code awake} when semaphore 1 has become zero for all; at last how often
   * each errno was answered to those who have waited for semaphore 0.
   *
   * @param args URI, set, and how many threads
   */
  public static void main(String[] args) throws InterruptedException {
    int count = Integer.parseInt(args[2]);
    try (IpcNamespace namespace = IpcNamespace.open(args[0])) {
      VirtualCrowdMain crowd = new VirtualCrowdMain(namespace, Integer.parseInt(args[1]), count);
      for (int i = 0; i < count; i++) {
        int number = i;
        Threads.virtual("virtual-" + i, () -> crowd.sleepTwice(number)).start();
      }
      System.out.println("started");
      System.out.println(await(crowd.awake) ? "awake" : crowd.awake.getCount() + " still sleep");
      System.out.println(await(crowd.end) ? crowd.told() : crowd.end.getCount() + " still wait");
      System.in.read(); // until it is killed: what it leaves behind is looked at while it lives
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean await(CountDownLatch latch) throws InterruptedException {
    return latch.await(GIVE_UP_SECONDS, TimeUnit.SECONDS);
  }

  private void sleepTwice(int number) {
    namespace.semop(set, 1, 0, 0);
    awake.countDown();
    Duration timeout = Duration.ofMillis(1 + number % 1000);
    try {
      namespace.semtimedop(set, new Sembuf[] {new Sembuf(0, -1, 0)}, timeout);
      tell(Errno.SUCCESS);
    } catch (IpcException e) {
      tell(e.errno());
    }
    end.countDown();
  }

  private synchronized void tell(Errno answer) {
    answers.merge(answer, 1, Integer::sum);
  }

  private synchronized String told() {
    return answers.toString();
  }
}
