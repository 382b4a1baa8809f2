package io.sysv4j.benchmarks.results;

import java.util.Locale;

/** Who did it. */
public enum Subject {
  OFFHEAP("sysv4j offheap"),
  OFFHEAP_ASLEEP("sysv4j offheap, spin off"),
  KERNEL("sysv4j kernel"),
  KERNEL_C("kernel, C"),
  SEM_T_C("sem_t, C"),
  CACHE_LINE_C("spinning on a cache line, C"),
  BARE_CAS("bare CAS loop, Java"),
  SPIN_LOCK("CAS spin lock with owner, Java"),
  CONCURRENT_SEMAPHORE("j.u.c.Semaphore, one JVM"),
  FILE_LOCK("FileChannel.lock"),
  MAPPED_BUFFER("MappedByteBuffer");

  private final String text;

  Subject(String text) {
    this.text = text;
  }

  /** The provider that a namespace's URI names. */
  public static Subject of(String namespace) {
    return valueOf(namespace.substring(0, namespace.indexOf(':')).toUpperCase(Locale.ROOT));
  }

  /** Whether it is C, which needs a compiler. */
  public boolean isC() {
    return this == KERNEL_C || this == SEM_T_C || this == CACHE_LINE_C;
  }

  @Override
  public String toString() {
    return text;
  }
}
