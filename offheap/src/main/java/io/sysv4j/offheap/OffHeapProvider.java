package io.sysv4j.offheap;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.offheap.internal.engine.Handle;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.nativeio.Linux;
import io.sysv4j.spi.IpcNamespaceProvider;
import java.net.URI;

/**
 * Opens namespaces in directories: {@code offheap:/dev/shm/shop}.
 *
 * <p>The directory must exist, and be empty or a namespace; {@code ?create=true} makes it. Bare
 * {@code offheap:} is {@code /dev/shm/sysv4j-UID}, made when it is missing. Limits follow as
 * parameters ({@code ?semmni=100&shmmni=10}) and are fixed when the namespace is made. {@code
 * ?spin=N} is how many rounds a thread spins before it sleeps; 0 = none. {@code
 * ?gate-patience=MILLISECONDS}, 1000 unless given, is how long a call of this handle that may not
 * block waits for a process that pauses in the midst of changing the same set, or the namespace's
 * tables; then it fails with EBUSY, and the message names that process.
 */
public final class OffHeapProvider implements IpcNamespaceProvider {
  /** For {@link java.util.ServiceLoader}. */
  public OffHeapProvider() {}

  @Override
  public String scheme() {
    return "offheap";
  }

  @Override
  public IpcNamespace open(URI uri) {
    if (!Linux.SUPPORTED) {
      throw IpcException.of(
          Errno.ENOSYS, "open(\"" + uri + "\")", "offheap: needs 64-bit Linux on x86-64 or ARM");
    }
    Options options = Options.of(uri);
    try {
      return Handle.open(options, handle -> new OffHeapNamespace(handle, options.patience()));
    } catch (FileProblem e) {
      throw IpcException.of(e.errno(), "open(\"" + uri + "\")", e.getMessage(), e);
    } catch (CorruptFileException e) {
      throw IpcException.of(e.errno(), "open(\"" + uri + "\")", e.getMessage(), e);
    }
  }
}
