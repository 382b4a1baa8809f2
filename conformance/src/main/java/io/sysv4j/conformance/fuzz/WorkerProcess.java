package io.sysv4j.conformance.fuzz;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A {@link Worker}, seen from the referee. */
final class WorkerProcess {
  /** Takes what workers answer. */
  interface Listener {
    void answered(int id, Side side, Answer answer);
  }

  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;

  WorkerProcess(Sides sides) {
    try {
      process =
          new ProcessBuilder(Java.command(Worker.class, sides.left(), sides.right()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("can't start a worker", e);
    }
    out = new DataOutputStream(process.getOutputStream());
    in = new DataInputStream(process.getInputStream());
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has opened both namespaces. */
  void awaitHello() {
    try {
      if (in.readInt() != Order.HELLO) {
        throw new IllegalStateException("worker " + pid() + " did not begin with a hello");
      }
      in.readByte();
      Answer.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("worker " + pid() + " died at its start", e);
    }
  }

  void send(Order order) {
    try {
      order.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("worker " + pid() + " is gone", e);
    }
  }

  /** Takes the answers that have arrived; doesn't wait for more. */
  void poll(Listener listener) {
    try {
      while (in.available() > 0) {
        int id = in.readInt();
        Side side = Side.BOTH[in.readByte()];
        listener.answered(id, side, Answer.read(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("worker " + pid() + " died while it answered", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Makes it call System.exit, and waits for its end. */
  void exit() throws InterruptedException {
    send(new Order(Order.What.EXIT, 0, 0, null, null));
    process.waitFor();
  }

  /** Kills it, and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Kills it at the end; waits, so that it leaves nothing and says nothing. */
  void drop() {
    process.destroyForcibly().onExit().join();
  }
}
