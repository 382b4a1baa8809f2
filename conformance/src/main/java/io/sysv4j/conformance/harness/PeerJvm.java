package io.sysv4j.conformance.harness;

import io.sysv4j.IpcNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A JVM of its own, without any flag, that makes calls on a namespace for its referee. It can be
 * ended as processes end: by exit, by SIGKILL; and stopped and continued. If it dies early, the
 * calls that wait for it throw {@link PeerDiedException} with what it wrote to stderr.
 *
 * <p>Thread-safe: each call made through {@link #namespace()} has a thread of its own in the peer.
 */
public final class PeerJvm implements AutoCloseable {
  private final Login login;
  private final Process process;
  private final Writer requests;
  private final LastLines stderr;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong tags = new AtomicLong();
  private final IpcNamespace namespace = PeerNamespace.of(this);
  private volatile PeerDiedException death;
  private volatile boolean stopped;

  /** Starts a peer as the referee's own user. */
  public static PeerJvm start(String uri) {
    return start(uri, Login.SAME, List.of());
  }

  /**
   * Starts a peer.
   *
   * @param uri of the namespace; opened at the first call on it
   * @param prefix what to write before {@code java}, such as {@code unshare -i}; it must exec
   */
  public static PeerJvm start(String uri, Login login, List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(login.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(login.isSame() ? ClassPath.own() : ClassPath.forEveryone());
    command.add(PeerMain.class.getName());
    command.add(uri);
    try {
      return new PeerJvm(login, new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + command, e);
    }
  }

  private PeerJvm(Login login, Process process) {
    this.login = login;
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.stderr = new LastLines(process.errorReader(), "peer-" + process.pid() + "-stderr");
    Thread reader = new Thread(this::readReplies, "peer-" + process.pid() + "-replies");
    reader.setDaemon(true);
    reader.start();
  }

  /** The namespace, as this peer's process has it. */
  public IpcNamespace namespace() {
    return namespace;
  }

  /** As whom it runs. */
  public Login login() {
    return login;
  }

  /** Its process id, as semaphores know it. */
  public int pid() {
    return (int) process.pid();
  }

  /** Whether its process has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has answered everything, and would answer. */
  public boolean isIdle() {
    return pending.isEmpty() && !stopped;
  }

  /** Waits until it serves; a peer that is used at once need not. */
  public void awaitReady() {
    try {
      if (!ready.await(Pending.HANG_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(this + " does not start:\n" + stderr);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    if (death != null) {
      throw new PeerDiedException(death.getMessage());
    }
  }

  /** Closes its namespace and lets it open another at the next call. */
  public void open(String uri) {
    ask(void.class, "open", uri);
  }

  /** Ends it by {@code System.exit(0)}; returns when the process is gone. */
  public void exit() {
    send("exit", 0);
    awaitEnd();
  }

  /** Ends it without any of Java's own ending: {@code Runtime.halt(0)}. */
  public void halt() {
    send("halt", 0);
    awaitEnd();
  }

  /** Ends it by SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGSTOP; returns when every thread of it stands still. */
  public void stop() {
    stopped = true;
    Signals.send("STOP", process.pid());
    Signals.awaitStopped(process.pid());
  }

  /** SIGCONT. */
  public void resume() {
    Signals.send("CONT", process.pid());
    stopped = false;
  }

  /** Kills it, if it lives. */
  @Override
  public void close() {
    kill();
  }

  /** A request and its answer. */
  <T> T ask(Class<T> type, String word, Object... args) {
    Reply reply = send(word, args).answer(false);
    reply.throwIfFailed();
    return reply.value(type);
  }

  /** A request; its answer comes when the peer has it. */
  Pending send(String word, Object... args) {
    String tag = String.valueOf(tags.incrementAndGet());
    Object[] fields = new Object[args.length + 2];
    fields[0] = tag;
    fields[1] = word;
    for (int i = 0; i < args.length; i++) {
      fields[i + 2] = Wire.spell(args[i]);
    }
    String line = Wire.line(fields);
    Pending request = new Pending(this, tag, line);
    pending.put(tag, request);
    try {
      synchronized (requests) {
        requests.write(line + "\n");
        requests.flush();
      }
    } catch (IOException e) {
      awaitEnd(); // the reader finds the reason
    }
    if (death != null) {
      request.fail(death);
    }
    return request;
  }

  private void readReplies() {
    String end = "";
    try (BufferedReader replies = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = replies.readLine(); line != null; line = replies.readLine()) {
        accept(Wire.fields(line));
      }
    } catch (IOException | RuntimeException e) {
      end = ", its answers can't be read: " + e;
      process.destroyForcibly();
    }
    int status = process.onExit().join().exitValue();
    String last = this + " ended with status " + status + end + "\n" + stderr.awaitAll();
    death = new PeerDiedException(last);
    ready.countDown();
    pending.values().forEach(request -> request.fail(death));
    pending.clear();
  }

  private void accept(String[] fields) {
    if (fields[0].equals("hello")) {
      ready.countDown();
      return;
    }
    Reply reply = new Reply(fields);
    Pending request = reply.isStarted() ? pending.get(fields[0]) : pending.remove(fields[0]);
    if (request == null) {
      throw new IllegalStateException("an answer to nothing: " + String.join(" ", fields));
    }
    request.accept(reply);
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(Pending.HANG_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(this + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + this + " ends", e);
    }
  }

  @Override
  public String toString() {
    return "peer " + process.pid() + (login.isSame() ? "" : " as uid " + login.uid());
  }
}
