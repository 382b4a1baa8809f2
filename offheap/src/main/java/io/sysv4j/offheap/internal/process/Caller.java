package io.sysv4j.offheap.internal.process;

import io.sysv4j.law.Permission;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads this process's credentials, as they are when a namespace is opened. */
public final class Caller {
  private static final int CAP_IPC_LOCK = 14;
  private static final int CAP_IPC_OWNER = 15;
  private static final int CAP_SYS_ADMIN = 21;

  private Caller() {}

  /** User, groups, and the capabilities that matter for System V objects. */
  public static Permission.Credentials credentials() {
    long caps = capabilities();
    return new Permission.Credentials(
        Linux.effectiveUser(),
        Linux.effectiveGroup(),
        Linux.groups(),
        has(caps, CAP_IPC_OWNER),
        has(caps, CAP_SYS_ADMIN),
        has(caps, CAP_IPC_LOCK));
  }

  private static boolean has(long caps, int bit) {
    return (caps >>> bit & 1) != 0;
  }

  private static long capabilities() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          return Long.parseUnsignedLong(line.substring(7).trim(), 16);
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read this process's capabilities", e);
    }
  }
}
