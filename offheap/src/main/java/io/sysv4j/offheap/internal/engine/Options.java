package io.sysv4j.offheap.internal.engine;

import io.sysv4j.IpcLimits;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a URI asks for: {@code offheap:/path?create=true&semmni=100&spin=0}.
 *
 * @param path the directory
 * @param create whether to make the directory if it is missing
 * @param spin how many rounds a thread spins before it sleeps, at most
 * @param patience how long calls that may not block wait for another inside a gate, in ns
 * @param limits the limits that were named, and their values
 */
public record Options(
    String path, boolean create, int spin, long patience, Map<String, String> limits) {
  private static final int DEFAULT_SPIN = Runtime.getRuntime().availableProcessors() > 1 ? 2000 : 0;

  /** How long calls that may not block wait at a gate unless told otherwise, in ns. */
  public static final long DEFAULT_PATIENCE = 1_000_000_000;

  private static final long LONGEST_PATIENCE = 1_000_000_000_000_000L;

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException if it has a parameter that is not known, or not a number
   */
  public static Options of(URI uri) {
    String text = uri.getSchemeSpecificPart();
    int query = text.indexOf('?');
    String path = query < 0 ? text : text.substring(0, query);
    boolean isDefault = path.isEmpty() || path.equals("/");
    if (isDefault) {
      path = "/dev/shm/sysv4j-" + Linux.effectiveUser();
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("'" + uri + "': the directory must be an absolute path");
    }
    boolean create = isDefault;
    int spin = DEFAULT_SPIN;
    long patience = DEFAULT_PATIENCE;
    Map<String, String> limits = new LinkedHashMap<>();
    for (String part : query < 0 ? new String[0] : text.substring(query + 1).split("&")) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "true" : part.substring(equals + 1);
      switch (name) {
        case "create":
          create = Boolean.parseBoolean(value);
          break;
        case "spin":
          spin = Integer.parseInt(value);
          break;
        case "gate-patience":
          patience = patience(value);
          break;
        default:
          limits.put(name, value);
      }
    }
    Options options = new Options(path, create, spin, patience, limits);
    options.limitsOver(IpcLimits.LINUX);
    return options;
  }

  private static long patience(String millis) {
    try {
      long nanos = Math.multiplyExact(Long.parseLong(millis), 1_000_000L);
      if (nanos >= 0) {
        return Math.min(nanos, LONGEST_PATIENCE);
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "gate-patience=" + millis + ": it is a number of milliseconds, 0 or more");
  }

  /** These limits with the named ones changed. */
  public IpcLimits limitsOver(IpcLimits base) {
    IpcLimits changed = base;
    for (Map.Entry<String, String> limit : limits.entrySet()) {
      changed = changed.with(limit.getKey(), limit.getValue());
    }
    return changed;
  }
}
