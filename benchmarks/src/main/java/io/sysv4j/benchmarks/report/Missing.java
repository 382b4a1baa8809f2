package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.util.Optional;

/** What the peers can't do. */
final class Missing {
  private Missing() {}

  /** Why a peer can't do a work; empty if it can, or if it is one of the System V kind. */
  static Optional<String> feature(Work work, Subject peer) {
    switch (peer) {
      case OFFHEAP:
      case OFFHEAP_ASLEEP:
      case KERNEL:
      case KERNEL_C:
        return Optional.empty();
      case CONCURRENT_SEMAPHORE:
        return Optional.of(several(work) ? "one JVM only" : ofCounter(work));
      case FILE_LOCK:
        return Optional.of(work == Work.TRY ? "throws within a JVM" : ofLock(work));
      case BARE_CAS:
      case CHRONICLE_CAS:
        return Optional.of(several(work) ? "nobody can sleep" : ofCounter(work));
      case SPIN_LOCK:
        return Optional.of(several(work) ? "never sleeps" : ofLock(work));
      default:
        return Optional.of(several(work) ? "not measured" : ofCounter(work));
    }
  }

  private static boolean several(Work work) {
    return work.ordinal() >= Work.HANDOVER.ordinal();
  }

  private static String ofCounter(Work work) {
    switch (work) {
      case PLAIN_ARRAY:
      case FOUR:
        return "no atomic arrays";
      case UNDO:
        return "no undo";
      case ZERO:
        return "no wait for zero";
      case SEMGET:
      case FIRST_USE:
        return "no keys";
      default:
        return "not measured";
    }
  }

  private static String ofLock(Work work) {
    return work == Work.ZERO ? "no counting" : ofCounter(work);
  }
}
