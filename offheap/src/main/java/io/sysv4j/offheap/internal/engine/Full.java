package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import java.util.Locale;
import java.util.function.Supplier;

/** What a call throws that meets a limit of the namespace. */
final class Full {
  private Full() {}

  /**
   * ENOSPC.
   *
   * @param call spells the call
   * @param limit its name, in capitals
   * @param max its value, unsigned
   * @param use how many there are now
   * @param what of which things
   */
  static IpcException of(Supplier<String> call, String limit, long max, long use, String what) {
    return IpcException.of(
        Errno.ENOSPC,
        call.get(),
        use
            + " "
            + what
            + " are in use, the limit "
            + limit
            + " is "
            + Long.toUnsignedString(max)
            + "; remove what nobody needs, or make a namespace with a higher ?"
            + limit.toLowerCase(Locale.ROOT)
            + "=N");
  }
}
