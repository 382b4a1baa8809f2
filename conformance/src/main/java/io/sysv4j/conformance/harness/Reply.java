package io.sysv4j.conformance.harness;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;

/** What a peer answered to one request: the fields of its line. */
record Reply(String[] fields) {
  private String outcome() {
    return fields[1];
  }

  boolean isStarted() {
    return outcome().equals("started");
  }

  boolean isCancelled() {
    return outcome().equals("cancelled");
  }

  <T> T value(Class<T> type) {
    return type == void.class ? null : Wire.read(fields[2], type);
  }

  /** Throws here what the call threw there. */
  void throwIfFailed() {
    switch (outcome()) {
      case "ok":
        return;
      case "errno":
        String detail = fields[4].isEmpty() ? null : fields[4];
        throw IpcException.of(Errno.valueOf(fields[2]), fields[3], detail);
      default:
        throw unchecked(fields[2], fields[3]);
    }
  }

  private RuntimeException unchecked(String type, String message) {
    if (type.equals(IllegalStateException.class.getName())) {
      return new IllegalStateException(message);
    }
    if (type.equals(IllegalArgumentException.class.getName())) {
      return new IllegalArgumentException(message);
    }
    if (type.equals(IndexOutOfBoundsException.class.getName())) {
      return new IndexOutOfBoundsException(message);
    }
    return new RuntimeException("the peer threw " + type + ": " + message);
  }
}
