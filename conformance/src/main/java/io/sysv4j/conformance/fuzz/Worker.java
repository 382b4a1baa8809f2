package io.sysv4j.conformance.fuzz;

import io.sysv4j.IpcNamespace;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process of a multi-process program, as a program: takes orders on its standard input and
 * answers on its standard output. It is a process of both namespaces at once, so that pids are the
 * same on both sides and its death is a death on both.
 *
 * <p>Orders that may sleep run on a pair of threads, one a side; all others on the main thread, the
 * left side first. The end of the input, which is the death of the {@link Referee}, ends it.
 */
public final class Worker {
  private final Caller[] callers = new Caller[2];
  private final List<Sleeper> sleepers = new ArrayList<>();
  private final Map<Integer, CompletableFuture<?>[]> futures = new ConcurrentHashMap<>();
  private final DataInputStream in;
  private final DataOutputStream out;

  private Worker(Sides sides) {
    for (Side side : Side.BOTH) {
      callers[side.ordinal()] = new Caller(IpcNamespace.open(sides.uri(side)));
    }
    in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
  }

  /** Serves the process that started it; the arguments are the URIs of both sides. */
  public static void main(String[] args) throws IOException {
    Worker worker = new Worker(new Sides(args[0], args[1]));
    worker.answer(Order.HELLO, Side.LEFT, Answer.DONE);
    try {
      worker.serve();
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private void serve() throws IOException {
    for (int code = in.read(); code >= 0; code = in.read()) {
      Order order = Order.read(code, in);
      switch (order.what()) {
        case CALL:
          for (Side side : Side.BOTH) {
            answer(order.id(), side, callers[side.ordinal()].call(order.call(side)));
          }
          break;
        case SLEEP:
          for (Side side : Side.BOTH) {
            idle(side).begin(order.id(), order.call(side));
          }
          break;
        case START:
          start(order);
          break;
        case INTERRUPT:
          sleepers.forEach(sleeper -> sleeper.interrupt(order.target()));
          break;
        case CANCEL:
          cancel(order);
          break;
        case DETACH:
          for (Side side : Side.BOTH) {
            callers[side.ordinal()].detachAll();
            answer(order.id(), side, Answer.DONE);
          }
          break;
        default:
          System.exit(0);
      }
    }
  }

  private Sleeper idle(Side side) {
    for (Sleeper sleeper : sleepers) {
      if (sleeper.side() == side && sleeper.isIdle()) {
        return sleeper;
      }
    }
    Sleeper sleeper = new Sleeper(side, callers[side.ordinal()], this);
    sleeper.start();
    sleepers.add(sleeper);
    return sleeper;
  }

  private void start(Order order) {
    CompletableFuture<?>[] both = new CompletableFuture<?>[2];
    futures.put(order.id(), both);
    for (Side side : Side.BOTH) {
      try {
        both[side.ordinal()] = callers[side.ordinal()].start(order.call(side));
      } catch (RuntimeException e) {
        both[side.ordinal()] = CompletableFuture.failedFuture(e);
      }
    }
    for (Side side : Side.BOTH) {
      both[side.ordinal()].whenComplete(
          (nothing, e) -> answer(order.id(), side, e == null ? Answer.DONE : Answer.thrown(e)));
    }
  }

  /** The answer says whether there was something to cancel. */
  private void cancel(Order order) {
    CompletableFuture<?>[] both = futures.remove(order.target());
    for (Side side : Side.BOTH) {
      boolean cancelled = both != null && both[side.ordinal()].cancel(true);
      answer(order.id(), side, Answer.of(cancelled ? 1 : 0));
    }
  }

  /** Sends an answer. Called by all threads. */
  void answer(int id, Side side, Answer answer) {
    try {
      synchronized (out) {
        out.writeInt(id);
        out.writeByte(side.ordinal());
        answer.write(out);
        out.flush();
      }
    } catch (IOException e) {
      // The referee is gone, and with it all reason to go on.
      Runtime.getRuntime().halt(1);
    }
  }
}
