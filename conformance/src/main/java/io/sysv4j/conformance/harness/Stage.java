package io.sysv4j.conformance.harness;

import io.sysv4j.IpcNamespace;
import java.util.ArrayList;
import java.util.List;

/**
 * Where tests play: a namespace, the referee's handle on it, and peers that share it. {@link
 * #clear} after each test takes the peers back; {@link #close} leaves nothing behind.
 */
public final class Stage implements AutoCloseable {
  private final String uri;
  private final IpcNamespace namespace;
  private final PeerPool pool;
  private final Runnable broom;
  private final List<PeerJvm> taken = new ArrayList<>();

  Stage(String uri, IpcNamespace namespace, List<String> peerPrefix, Runnable broom) {
    this.uri = uri;
    this.namespace = namespace;
    this.pool = new PeerPool(uri, peerPrefix);
    this.broom = broom;
  }

  /** What a further JVM opens to get here. */
  public String uri() {
    return uri;
  }

  /** The referee's handle. */
  public IpcNamespace namespace() {
    return namespace;
  }

  /** A JVM of its own, until {@link #clear}. */
  public PeerJvm peer() {
    return peer(Login.SAME);
  }

  /**
   * A JVM of another user, until {@link #clear}.
   *
   * @throws org.opentest4j.TestAbortedException if this machine does not let us start one
   */
  public PeerJvm peer(Login login) {
    if (!login.isSame()) {
      Privilege.require("root and setpriv", login.prefix());
    }
    PeerJvm peer = pool.take(login);
    taken.add(peer);
    return peer;
  }

  /** Takes the peers back; what they slept in must have been removed, or they are killed. */
  public void clear() {
    taken.forEach(pool::giveBack);
    taken.clear();
  }

  @Override
  public void close() {
    pool.close();
    namespace.close();
    broom.run();
  }
}
