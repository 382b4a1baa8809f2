package io.sysv4j.conformance.harness;

import java.util.Map;

/** A provider under test: how to get a stage of it. */
public interface Provider {
  /** The machine's own System V IPC: the judge. */
  Provider KERNEL = new KernelProvider();

  /** Mapped files. */
  Provider OFFHEAP = new OffHeapProvider();

  /** A namespace that others may use at the same time. */
  Stage open();

  /**
   * A namespace with nothing in it, that no one else uses.
   *
   * @param limits by name, as {@link io.sysv4j.IpcLimits#with} has them; Linux's for the rest
   * @throws org.opentest4j.TestAbortedException if this machine does not let us make one
   */
  Stage openFresh(Map<String, String> limits);
}
