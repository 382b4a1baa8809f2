package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Subject;

/** One colour a subject in all charts; distinct for colour-blind readers, the floors in greys. */
final class Palette {
  private Palette() {}

  static String of(Subject subject) {
    switch (subject) {
      case OFFHEAP:
        return "#0072b2";
      case OFFHEAP_ASLEEP:
        return "#56b4e9";
      case KERNEL:
        return "#d55e00";
      case KERNEL_C:
        return "#e69f00";
      case SEM_T_C:
        return "#009e73";
      case CACHE_LINE_C:
        return "#cc79a7";
      case BARE_CAS:
        return "#4d4d4d";
      case SPIN_LOCK:
        return "#a6a6a6";
      default:
        return "#bfb8a5";
    }
  }
}
