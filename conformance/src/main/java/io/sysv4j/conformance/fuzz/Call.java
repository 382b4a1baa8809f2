package io.sysv4j.conformance.fuzz;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A call as numbers, so that it travels, shrinks and compares easily. In a program the numbers are
 * names (see {@link Role}); {@link Names} makes the call of one side from it.
 */
final class Call {
  private static final Kind[] KINDS = Kind.values();

  private final Kind kind;
  private final long[] args;

  Call(Kind kind, long... args) {
    this.kind = kind;
    this.args = args;
  }

  Kind kind() {
    return kind;
  }

  int size() {
    return args.length;
  }

  long arg(int i) {
    return args[i];
  }

  int number(int i) {
    return (int) args[i];
  }

  /** The arguments from this one on. */
  long[] rest(int from) {
    return Arrays.copyOfRange(args, from, args.length);
  }

  /** The same with other arguments. */
  Call with(long... newArgs) {
    return new Call(kind, newArgs);
  }

  /** The same with one argument changed. */
  Call with(int i, long value) {
    long[] changed = args.clone();
    changed[i] = value;
    return new Call(kind, changed);
  }

  /** How a semop is called. */
  Wait wait(int i) {
    return Wait.of(args[i]);
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(kind.ordinal());
    out.writeShort(args.length);
    for (long arg : args) {
      out.writeLong(arg);
    }
  }

  static Call read(DataInput in) throws IOException {
    Kind kind = KINDS[in.readByte()];
    long[] args = new long[in.readUnsignedShort()];
    for (int i = 0; i < args.length; i++) {
      args[i] = in.readLong();
    }
    return new Call(kind, args);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Call other && kind == other.kind && Arrays.equals(args, other.args);
  }

  @Override
  public int hashCode() {
    return kind.hashCode() * 31 + Arrays.hashCode(args);
  }

  @Override
  public String toString() {
    return Spelling.of(this);
  }
}
