package io.sysv4j.offheap.internal.sync;

/**
 * How long it pays to spin before sleeping, learnt from the last sleeps in a set. What came while
 * the caller still spun restores the whole budget, which outlasts a partner's waking up; one that
 * did not come takes a quarter of it, until nobody spins. Then every so often one sleep tries the
 * whole spin again.
 *
 * <p>So two threads that are both awake meet without the kernel, and a crowd on few CPUs doesn't
 * burn what those need who would release it. Shared by threads without care: a lost update only
 * makes a spin longer or shorter.
 */
public final class SpinBudget {
  private static final int LEAST = 16;
  private static final int TRY_EVERY = 64;

  private final int most;
  private int rounds;
  private int sleeps;

  /** A budget of at most so many rounds; 0 = never spin. */
  public SpinBudget(int most) {
    this.most = most;
    this.rounds = most;
  }

  /** How many rounds the next sleep may spin. */
  public int rounds() {
    int now = rounds;
    return now >= LEAST || ++sleeps % TRY_EVERY != 0 ? now : most;
  }

  /** The hand-over came. */
  public void paid() {
    rounds = most;
  }

  /** It did not come in so many rounds. */
  public void wasted(int spun) {
    if (spun > 0) {
      rounds = rounds >= LEAST ? rounds - rounds / 4 : 0;
    }
  }
}
