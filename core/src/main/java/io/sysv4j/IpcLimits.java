package io.sysv4j;

/**
 * The limits of a namespace, fixed when it is made.
 *
 * @param semmsl most semaphores in a set, 1..65536 (EINVAL beyond)
 * @param semmns most semaphores in all sets (ENOSPC beyond)
 * @param semopm most operations in one call (E2BIG beyond)
 * @param semmni most sets, up to {@link Ipc#IPCMNI} (ENOSPC beyond)
 * @param shmmax largest segment in bytes (unsigned; EINVAL beyond)
 * @param shmall most pages of all segments together (unsigned; ENOSPC beyond)
 * @param shmmni most segments, up to {@link Ipc#IPCMNI} (ENOSPC beyond)
 */
public record IpcLimits(
    int semmsl, int semmns, int semopm, int semmni, long shmmax, long shmall, int shmmni) {
  /** What Linux has had since 3.19: {@code kernel.sem = 32000 1024000000 500 32000}. */
  public static final IpcLimits LINUX =
      new IpcLimits(32000, 1024000000, 500, 32000, -1L - (1L << 24), -1L - (1L << 24), 4096);

  /** Checks the ranges. */
  public IpcLimits {
    check("semmsl", semmsl, 1, 65536);
    check("semmns", semmns, 1, Integer.MAX_VALUE);
    check("semopm", semopm, 1, 32767);
    check("semmni", semmni, 1, Ipc.IPCMNI);
    check("shmmni", shmmni, 1, Ipc.IPCMNI);
    if (shmmax == 0) {
      throw new IllegalArgumentException("shmmax is 0: no segment could be made");
    }
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " " + value + " is outside " + min + ".." + max);
    }
  }

  /**
   * The same limits with one changed.
   *
   * @param name semmsl, semmns, semopm, semmni, shmmax, shmall or shmmni
   * @param value the new value, decimal; shmmax and shmall are unsigned 64-bit numbers
   */
  public IpcLimits with(String name, String value) {
    try {
      switch (name) {
        case "semmsl":
          return new IpcLimits(int32(value), semmns, semopm, semmni, shmmax, shmall, shmmni);
        case "semmns":
          return new IpcLimits(semmsl, int32(value), semopm, semmni, shmmax, shmall, shmmni);
        case "semopm":
          return new IpcLimits(semmsl, semmns, int32(value), semmni, shmmax, shmall, shmmni);
        case "semmni":
          return new IpcLimits(semmsl, semmns, semopm, int32(value), shmmax, shmall, shmmni);
        case "shmmax":
          return new IpcLimits(semmsl, semmns, semopm, semmni, uint64(value), shmall, shmmni);
        case "shmall":
          return new IpcLimits(semmsl, semmns, semopm, semmni, shmmax, uint64(value), shmmni);
        case "shmmni":
          return new IpcLimits(semmsl, semmns, semopm, semmni, shmmax, shmall, int32(value));
        default:
          throw new IllegalArgumentException(
              "unknown limit '"
                  + name
                  + "': known are semmsl, semmns, semopm, semmni, shmmax, shmall, shmmni");
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("limit " + name + "=" + value + " is not a number", e);
    }
  }

  private static int int32(String value) {
    return Integer.parseInt(value);
  }

  private static long uint64(String value) {
    return Long.parseUnsignedLong(value);
  }
}
