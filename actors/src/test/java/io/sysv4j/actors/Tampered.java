package io.sysv4j.actors;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A real namespace whose calls are counted, and may be made to fail or to take long. */
final class Tampered {
  private final IpcNamespace real;
  private final IpcNamespace namespace;
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Map<String, Errno> failures = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

  Tampered(IpcNamespace real) {
    this.real = real;
    namespace =
        (IpcNamespace)
            Proxy.newProxyInstance(
                IpcNamespace.class.getClassLoader(),
                new Class<?>[] {IpcNamespace.class},
                (proxy, method, args) -> call(method, args));
  }

  private Object call(Method method, Object[] args) throws Throwable {
    String name = method.getName();
    counter(name).incrementAndGet();
    CountDownLatch latch = held.get(name);
    if (latch != null) {
      latch.await();
    }
    Errno errno = failures.get(name);
    if (errno != null) {
      throw IpcException.of(errno, name + "(...)", "as the test wants");
    }
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      counter(name + " returned").incrementAndGet();
    }
  }

  IpcNamespace namespace() {
    return namespace;
  }

  /** Lets a call fail from now on. */
  void fail(String call, Errno errno) {
    failures.put(call, errno);
  }

  /** Lets a call succeed again. */
  void heal(String call) {
    failures.remove(call);
  }

  /** Lets a call take until {@link #release}. */
  void hold(String call) {
    held.put(call, new CountDownLatch(1));
  }

  void release(String call) {
    held.remove(call).countDown();
  }

  /** How often it was called. */
  int count(String call) {
    return counter(call).get();
  }

  /** How often the real call has returned. */
  int returned(String call) {
    return counter(call + " returned").get();
  }

  private AtomicInteger counter(String call) {
    return calls.computeIfAbsent(call, name -> new AtomicInteger());
  }
}
