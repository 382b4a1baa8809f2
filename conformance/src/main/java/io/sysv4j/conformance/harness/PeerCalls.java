package io.sysv4j.conformance.harness;

import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Carries out a peer's requests: every method of {@link IpcNamespace} under its own name, each in a
 * thread of its own, as any may sleep; and the few words that only a test needs.
 */
final class PeerCalls {
  private final Consumer<String> replies;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, CompletableFuture<?>> futures = new ConcurrentHashMap<>();
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Map<Long, SharedMemory> attached = new ConcurrentHashMap<>();
  private String uri;
  private IpcNamespace namespace;

  PeerCalls(String uri, Consumer<String> replies) {
    this.uri = uri;
    this.replies = replies;
  }

  void hello() {
    replies.accept(Wire.line("hello", ProcessHandle.current().pid()));
  }

  /** Takes one request: {@code tag, word, argument...}. */
  void handle(String[] request) {
    String tag = request[0];
    switch (request[1]) {
      case "exit":
        System.exit(Integer.parseInt(request[2]));
        break;
      case "halt":
        Runtime.getRuntime().halt(Integer.parseInt(request[2]));
        break;
      case "interrupt":
        interrupt(tag, request[2]);
        break;
      case "cancel":
        CompletableFuture<?> future = futures.get(request[2]);
        ok(tag, future != null && future.cancel(true));
        break;
      default:
        Running call = new Running();
        running.put(tag, call);
        threads.execute(() -> call.run(() -> answer(tag, request)));
    }
  }

  /** One call in its thread, until it has answered; an interrupt meant for it hits no later one. */
  private static final class Running {
    private Thread thread;
    private boolean interrupted;
    private boolean done;

    void run(Runnable call) {
      synchronized (this) {
        thread = Thread.currentThread();
        if (interrupted) {
          thread.interrupt();
        }
      }
      try {
        call.run();
      } finally {
        synchronized (this) {
          done = true;
          Thread.interrupted();
        }
      }
    }

    synchronized void interrupt() {
      interrupted = true;
      if (thread != null && !done) {
        thread.interrupt();
      }
    }
  }

  private void interrupt(String tag, String ofCall) {
    Running call = running.get(ofCall);
    if (call != null) {
      call.interrupt();
    }
    ok(tag, call != null);
  }

  private void answer(String tag, String[] request) {
    try {
      Object value = carryOut(tag, request);
      if (value instanceof CompletableFuture<?> future) {
        replies.accept(Wire.line(tag, "started"));
        future.whenComplete((done, failure) -> settled(tag, failure));
      } else {
        ok(tag, value);
      }
    } catch (Throwable failure) {
      failed(tag, failure);
    } finally {
      running.remove(tag);
    }
  }

  private void settled(String tag, Throwable failure) {
    futures.remove(tag);
    if (failure == null) {
      ok(tag, null);
    } else {
      failed(tag, failure instanceof CompletionException ? failure.getCause() : failure);
    }
  }

  private void ok(String tag, Object value) {
    replies.accept(Wire.line(tag, "ok", Wire.spell(value)));
  }

  private void failed(String tag, Throwable failure) {
    if (failure instanceof IpcException e) {
      String prefix = e.call() + " = -1 " + e.errno() + " (" + e.errno().text() + "): ";
      String detail =
          e.getMessage().startsWith(prefix) ? e.getMessage().substring(prefix.length()) : "";
      replies.accept(Wire.line(tag, "errno", e.errno(), e.call(), detail));
    } else if (failure instanceof CancellationException) {
      replies.accept(Wire.line(tag, "cancelled"));
    } else {
      if (!(failure instanceof RuntimeException)) {
        failure.printStackTrace();
      }
      String message = failure.getMessage() == null ? "" : failure.getMessage();
      replies.accept(Wire.line(tag, "threw", known(failure).getName(), message));
    }
  }

  /** A class that callers know, where it is one of a provider's own. */
  private static Class<?> known(Throwable failure) {
    return failure instanceof IllegalStateException
        ? IllegalStateException.class
        : failure.getClass();
  }

  private Object carryOut(String tag, String[] request) throws Throwable {
    switch (request[1]) {
      case "open":
        reopen(request[2]);
        return null;
      case "peek":
        return peek(number(request[2]), number(request[3]), (int) number(request[4]));
      case "poke":
        poke(number(request[2]), number(request[3]), HexFormat.of().parseHex(request[4]));
        return null;
      case "isAttached":
        return memory(number(request[2])).isAttached();
      case "detach":
        memory(number(request[2])).close();
        return null;
      case "semtimedopAsync":
        return start(tag, request);
      default:
        return invoke(request);
    }
  }

  private synchronized IpcNamespace namespace() {
    if (namespace == null) {
      namespace = IpcNamespace.open(uri);
    }
    return namespace;
  }

  private synchronized void reopen(String other) {
    if (namespace != null) {
      namespace.close();
      namespace = null;
    }
    uri = other;
    attached.clear();
  }

  private CompletableFuture<?> start(String tag, String[] request) {
    Executor inline = Runnable::run;
    CompletableFuture<?> future =
        namespace()
            .semtimedopAsync(
                Wire.read(request[2], int.class),
                Wire.read(request[3], Sembuf[].class),
                Wire.read(request[4], Duration.class),
                inline);
    futures.put(tag, future);
    return future;
  }

  private Object invoke(String[] request) throws Throwable {
    Method method = method(request[1], request.length - 2);
    Object[] args = new Object[request.length - 2];
    for (int i = 0; i < args.length; i++) {
      args[i] = Wire.read(request[i + 2], method.getParameterTypes()[i]);
    }
    try {
      Object result = method.invoke(namespace(), args);
      return result instanceof SharedMemory memory ? keep(memory) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The method with this name and number of parameters; no two of the interface share both. */
  private static Method method(String name, int parameters) {
    for (Method method : IpcNamespace.class.getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == parameters) {
        return method;
      }
    }
    throw new IllegalArgumentException("no call " + name + " with " + parameters + " parameters");
  }

  private PeerMemory.Attach keep(SharedMemory memory) {
    attached.put(memory.address(), memory);
    return new PeerMemory.Attach(
        memory.shmid(), memory.address(), memory.size(), memory.isReadOnly());
  }

  private SharedMemory memory(long address) {
    return attached.get(address);
  }

  private String peek(long address, long offset, int length) {
    byte[] bytes = new byte[length];
    memory(address).buffer(offset, length).get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void poke(long address, long offset, byte[] bytes) {
    memory(address).buffer(offset, bytes.length).put(bytes);
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }
}
