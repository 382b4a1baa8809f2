package io.sysv4j.conformance.fuzz;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the referee tells a worker.
 *
 * @param what the kind of order
 * @param id what the answers carry
 * @param target the order that is interrupted or cancelled
 * @param left the call on the left side; null if there is none
 * @param right the same call on the right side
 */
record Order(What what, int id, int target, Call left, Call right) {
  /** The id that a worker's first word carries. */
  static final int HELLO = -1;

  /** The kinds of orders. */
  enum What {
    /** Make a call that doesn't sleep. */
    CALL,
    /** Make a call that may sleep, on a thread of its own. */
    SLEEP,
    /** Start an asynchronous call. */
    START,
    /** Interrupt the threads that make a call. */
    INTERRUPT,
    /** Cancel the futures of a call. */
    CANCEL,
    /** End all attaches. */
    DETACH,
    /** Call System.exit. */
    EXIT
  }

  private static final What[] WHAT = What.values();

  Call call(Side side) {
    return side == Side.LEFT ? left : right;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(what.ordinal());
    out.writeInt(id);
    out.writeInt(target);
    out.writeBoolean(left != null);
    if (left != null) {
      left.write(out);
      right.write(out);
    }
  }

  /** Reads an order whose first byte has been read. */
  static Order read(int code, DataInput in) throws IOException {
    What what = WHAT[code];
    int id = in.readInt();
    int target = in.readInt();
    boolean calls = in.readBoolean();
    return new Order(what, id, target, calls ? Call.read(in) : null, calls ? Call.read(in) : null);
  }
}
