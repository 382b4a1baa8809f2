package io.sysv4j.conformance.harness;

import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The namespace as a peer has it: each call is made by the peer's process, and answers here what it
 * answered there. Calls that sleep may be interrupted, futures cancelled, as local ones. The
 * attaches are {@link PeerMemory}.
 */
final class PeerNamespace implements InvocationHandler {
  private final PeerJvm peer;

  private PeerNamespace(PeerJvm peer) {
    this.peer = peer;
  }

  static IpcNamespace of(PeerJvm peer) {
    return (IpcNamespace)
        Proxy.newProxyInstance(
            IpcNamespace.class.getClassLoader(),
            new Class<?>[] {IpcNamespace.class},
            new PeerNamespace(peer));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (method.isDefault()) { // made of other calls
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    Object[] args = arguments == null ? new Object[0] : arguments;
    if (method.getReturnType() == CompletableFuture.class) {
      return start(args);
    }
    Reply reply = peer.send(method.getName(), args).answer(method.getName().startsWith("sem"));
    reply.throwIfFailed();
    if (method.getReturnType() == SharedMemory.class) {
      return new PeerMemory(peer, reply.value(PeerMemory.Attach.class));
    }
    return reply.value(method.getReturnType());
  }

  private Object ofObject(Object proxy, Method method, Object[] args) {
    switch (method.getName()) {
      case "equals":
        return proxy == args[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      default:
        return "namespace of " + peer;
    }
  }

  /** Starts an asynchronous operation; returns when the peer has begun it. */
  private CompletableFuture<Void> start(Object[] args) {
    Pending pending = peer.send("semtimedopAsync", args[0], args[1], args[2], null);
    PeerFuture future = new PeerFuture(pending);
    Executor executor = (Executor) args[3];
    pending.whenSettled(reply -> executor.execute(() -> future.settle(reply)));
    pending.awaitStarted();
    return future;
  }

  /** A future that the peer settles, or withdraws. */
  private final class PeerFuture extends CompletableFuture<Void> {
    private final Pending pending;

    PeerFuture(Pending pending) {
      this.pending = pending;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return peer.ask(boolean.class, "cancel", pending.tag()) && super.cancel(true);
    }

    void settle(Reply reply) {
      if (reply.isCancelled()) {
        super.cancel(true);
        return;
      }
      try {
        reply.throwIfFailed();
        complete(null);
      } catch (IpcException | IllegalStateException e) {
        completeExceptionally(e);
      }
    }
  }
}
