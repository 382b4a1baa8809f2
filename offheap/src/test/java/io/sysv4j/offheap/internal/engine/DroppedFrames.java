package io.sysv4j.offheap.internal.engine;

import io.sysv4j.offheap.internal.registry.Registry;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A JVM of which a thread loses its frames inside a gate, handlers and all: compiled code has done
 * without an object, a branch that was never taken gives that code up, and there is no memory to
 * make the object. Run by {@link DroppedFramesTest}.
 */
final class DroppedFrames {
  private static final int CALLS = 200_000;

  /** Its thread lives on, and waits for another task. */
  private static final ExecutorService OTHER = Executors.newSingleThreadExecutor();

  private static boolean isRare;
  private static int sum;

  private final Engine engine;
  private Object[] hog;

  private DroppedFrames(Engine engine) {
    this.engine = engine;
  }

  /**
   * Fails inside, on a thread that lives on and does nothing any more.
   *
   * @param args URI
   */
  public static void main(String[] args) throws Exception {
    Engine engine = Engine.openAttended(Options.of(URI.create(args[0])), UnaryOperator.identity());
    DroppedFrames main = new DroppedFrames(engine);
    System.out.println(OTHER.submit(main::warmUpAndFail).get());
    System.in.read();
    Runtime.getRuntime().halt(0);
  }

  private String warmUpAndFail() {
    for (int i = 0; i < CALLS; i++) {
      call(i);
    }
    return fail();
  }

  private void call(long a) {
    engine.registry.inside(new Body(a));
  }

  private String fail() {
    fill();
    isRare = true;
    OutOfMemoryError thrown = null;
    try {
      call(1);
    } catch (OutOfMemoryError e) {
      thrown = e;
    }
    hog = null;
    return thrown == null ? "nothing was thrown" : thrown.getMessage();
  }

  private void fill() {
    for (int size = 1 << 20; size > 0; size /= 2) {
      try {
        while (true) {
          Object[] more = new Object[size];
          more[0] = hog;
          hog = more;
        }
      } catch (OutOfMemoryError e) {
        continue; // there may be room for smaller ones
      }
    }
  }

  /** What is done inside. Larger than what is left in a full heap. */
  private static final class Body implements Registry.Inside {
    private final long a;
    private final long b;
    private final long c;
    private final long d;
    private final long e;
    private final long f;

    Body(long a) {
      this.a = a;
      b = a + 1;
      c = a + 2;
      d = a + 3;
      e = a + 4;
      f = a + 5;
    }

    @Override
    public int run() {
      if (isRare) {
        sum += (int) (a + b);
      }
      return (int) (a + b + c + d + e + f);
    }
  }
}
