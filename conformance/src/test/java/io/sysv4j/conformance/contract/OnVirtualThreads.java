package io.sysv4j.conformance.contract;

import io.sysv4j.conformance.harness.Threads;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test, and what is done before and after it, on a virtual thread of its own. A test that
 * does not end fails, with a picture of all platform threads: the carriers are among them.
 */
final class OnVirtualThreads implements InvocationInterceptor {
  private static final int GIVE_UP_SECONDS = 180;

  @Override
  public void interceptBeforeAllMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  private static void run(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
    Running running = new Running(invocation);
    Threads.virtual(context.getDisplayName(), running).start();
    if (!running.ended.await(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("its virtual thread does not end; platform threads:\n" + picture());
    }
    if (running.failure != null) {
      throw running.failure;
    }
  }

  private static String picture() {
    StringBuilder picture = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) -> {
              picture.append(thread.getName()).append('\n');
              Arrays.stream(frames).forEach(f -> picture.append("    ").append(f).append('\n'));
            });
    return picture.toString();
  }

  private static final class Running implements Runnable {
    private final Invocation<Void> invocation;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Throwable failure;

    Running(Invocation<Void> invocation) {
      this.invocation = invocation;
    }

    @Override
    public void run() {
      try {
        invocation.proceed();
      } catch (Throwable e) {
        failure = e; // the thread that waits throws it
      } finally {
        ended.countDown();
      }
    }
  }
}
