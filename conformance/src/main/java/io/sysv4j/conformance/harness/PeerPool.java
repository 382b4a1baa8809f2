package io.sysv4j.conformance.harness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Peers that are used again, and one in reserve that starts while others work. A peer that was
 * killed or still sleeps is not taken back. Thread-safe.
 */
public final class PeerPool implements AutoCloseable {
  private final String uri;
  private final List<String> prefix;
  private final Map<Login, Deque<PeerJvm>> idle = new HashMap<>();
  private final List<PeerJvm> all = new ArrayList<>();

  /**
   * An empty pool.
   *
   * @param uri of the namespace that its peers open
   * @param prefix see {@link PeerJvm#start(String, Login, List)}
   */
  public PeerPool(String uri, List<String> prefix) {
    this.uri = uri;
    this.prefix = List.copyOf(prefix);
  }

  /** A peer that no one else uses. */
  public synchronized PeerJvm take(Login login) {
    Deque<PeerJvm> peers = idle.computeIfAbsent(login, key -> new ArrayDeque<>());
    PeerJvm peer = peers.isEmpty() ? start(login) : peers.pop();
    if (peers.isEmpty()) {
      peers.push(start(login));
    }
    peer.awaitReady();
    return peer;
  }

  private PeerJvm start(Login login) {
    PeerJvm peer = PeerJvm.start(uri, login, prefix);
    all.add(peer);
    return peer;
  }

  /** Takes a peer back that has nothing left in the namespace; another one is killed. */
  public synchronized void giveBack(PeerJvm peer) {
    if (peer.isAlive() && peer.isIdle()) {
      idle.computeIfAbsent(peer.login(), key -> new ArrayDeque<>()).push(peer);
    } else {
      peer.close();
      all.remove(peer);
    }
  }

  /** Kills all of them. */
  @Override
  public synchronized void close() {
    all.forEach(PeerJvm::close);
    all.clear();
    idle.clear();
  }
}
