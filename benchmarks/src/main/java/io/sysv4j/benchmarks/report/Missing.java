package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.util.Optional;

/** What the peers can't do. */
final class Missing {
  private Missing() {}

  /** Why a peer can't do a work; empty if it can, or was not asked. */
  static Optional<String> feature(Work work, Subject peer) {
    switch (peer) {
      case SEM_T_C:
        return ofCounter(work);
      case CONCURRENT_SEMAPHORE:
        return acrossProcesses(work) ? Optional.of("one JVM only") : ofCounter(work);
      case BARE_CAS:
        return acrossProcesses(work) ? Optional.of("can't wait") : ofCounter(work);
      case SPIN_LOCK:
        return ofSpinLock(work);
      case FILE_LOCK:
        return ofFileLock(work);
      default:
        return Optional.empty();
    }
  }

  private static boolean acrossProcesses(Work work) {
    switch (work) {
      case HANDOVER:
      case HANDOVER_ONE_CPU:
      case HANDOVER_PACED:
      case CONTEND:
      case CROWD:
      case RECOVERY:
        return true;
      default:
        return false;
    }
  }

  private static Optional<String> ofCounter(Work work) {
    switch (work) {
      case PLAIN_ARRAY:
      case FOUR:
        return Optional.of("no atomic arrays");
      case UNDO:
        return Optional.of("no undo");
      case RECOVERY:
        return Optional.of("unit is lost");
      case ZERO:
        return Optional.of("no wait for zero");
      case SEMGET:
      case FIRST_USE:
        return Optional.of("no keys");
      default:
        return Optional.empty();
    }
  }

  private static Optional<String> ofSpinLock(Work work) {
    switch (work) {
      case ZERO:
        return Optional.of("no counting");
      case RECOVERY:
        return Optional.of("stays locked");
      case HANDOVER:
      case HANDOVER_ONE_CPU:
      case HANDOVER_PACED:
      case CROWD:
        return Optional.of("only its owner unlocks");
      default:
        return ofCounter(work);
    }
  }

  private static Optional<String> ofFileLock(Work work) {
    switch (work) {
      case UNDO:
        return Optional.of("always");
      case TRY:
        return Optional.of("throws within a JVM");
      case RECOVERY:
        return Optional.empty();
      default:
        return ofSpinLock(work);
    }
  }
}
