package io.sysv4j.conformance.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Sums that don't come out, and doubts of which some make them come out. */
final class Balance {
  private final long[] missing;
  private final List<long[]> doubts = new ArrayList<>();
  private final BitSet chosen = new BitSet();

  /**
   * A balance without doubts.
   *
   * @param missing what is there, less what is known to have been done
   */
  Balance(long[] missing) {
    this.missing = missing;
  }

  /** What may have been done besides; answers its number. */
  int doubt(long[] doubt) {
    doubts.add(doubt);
    return doubts.size() - 1;
  }

  /** Whether some of the doubts add up to exactly what is missing. */
  boolean comesOut() {
    chosen.clear();
    return comesOut(missing, 0);
  }

  /** Whether a doubt was one of these. */
  boolean hasHappened(int doubt) {
    return chosen.get(doubt);
  }

  /** A sum that no further doubt touches must be right already. */
  private boolean comesOut(long[] rest, int first) {
    for (int i = 0; i < rest.length; i++) {
      if (rest[i] != 0 && !isDoubted(i, first)) {
        return false;
      }
    }
    if (first == doubts.size() || comesOut(rest, first + 1)) {
      return true;
    }
    chosen.set(first);
    if (comesOut(minus(rest, doubts.get(first)), first + 1)) {
      return true;
    }
    chosen.clear(first);
    return false;
  }

  private boolean isDoubted(int sum, int first) {
    for (int k = first; k < doubts.size(); k++) {
      if (doubts.get(k)[sum] != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "too much by "
        + Arrays.toString(missing)
        + ", in doubt: "
        + doubts.stream().map(Arrays::toString).toList();
  }

  static long[] minus(long[] a, long[] b) {
    long[] difference = new long[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }
}
