package io.sysv4j.conformance.fuzz;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/**
 * What a call answered: an errno, the numbers that it returned, and, if it threw something that it
 * never should, what that was.
 */
final class Answer {
  private static final Errno[] ERRNOS = Errno.values();
  private static final long[] NOTHING = {};
  private static final int MOST_SPELLED = 20;

  /** Done, and nothing to say. */
  static final Answer DONE = of();

  private final Errno errno;
  private final long[] values;
  private final String thrown;

  private Answer(Errno errno, long[] values, String thrown) {
    this.errno = errno;
    this.values = values;
    this.thrown = thrown;
  }

  static Answer of(long... values) {
    return new Answer(Errno.SUCCESS, values, "");
  }

  /** A failed call: its errno, and the numbers that matter even then. */
  static Answer failed(Errno errno, long... values) {
    return new Answer(errno, values, "");
  }

  static Answer thrown(Throwable e) {
    if (e instanceof CompletionException && e.getCause() != null) {
      return thrown(e.getCause());
    }
    if (e instanceof CancellationException) {
      return new Answer(Errno.EUNKNOWN, NOTHING, "cancelled");
    }
    if (e instanceof IpcException ipc) {
      return failed(ipc.errno());
    }
    return new Answer(Errno.EUNKNOWN, NOTHING, e.toString());
  }

  Errno errno() {
    return errno;
  }

  long[] values() {
    return values.clone();
  }

  int size() {
    return values.length;
  }

  long value(int i) {
    return values[i];
  }

  boolean isDone() {
    return errno == Errno.SUCCESS;
  }

  /** The same with other numbers. */
  Answer with(long[] newValues) {
    return new Answer(errno, newValues, thrown);
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(errno.ordinal());
    out.writeShort(values.length);
    for (long value : values) {
      out.writeLong(value);
    }
    out.writeUTF(thrown);
  }

  static Answer read(DataInput in) throws IOException {
    Errno errno = ERRNOS[in.readByte()];
    long[] values = new long[in.readUnsignedShort()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readLong();
    }
    return new Answer(errno, values, in.readUTF());
  }

  /** Providers word their messages as they like. */
  private static String type(String thrown) {
    return thrown.split(":", 2)[0];
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Answer other
        && errno == other.errno
        && Arrays.equals(values, other.values)
        && type(thrown).equals(type(other.thrown));
  }

  @Override
  public int hashCode() {
    return errno.hashCode() * 31 + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    if (!thrown.isEmpty()) {
      return thrown;
    }
    String numbers = values.length == 0 ? "" : " " + numbers();
    if (errno != Errno.SUCCESS) {
      return "-1 " + errno + numbers;
    }
    return values.length == 1 ? Long.toString(values[0]) : "0" + numbers;
  }

  private String numbers() {
    if (values.length <= MOST_SPELLED) {
      return Arrays.toString(values);
    }
    String first = Arrays.toString(Arrays.copyOf(values, MOST_SPELLED));
    return first.replace("]", ", ... " + values.length + " in all]");
  }
}
