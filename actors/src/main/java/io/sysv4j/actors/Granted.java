package io.sysv4j.actors;

import io.sysv4j.Errno;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to {@link SemaphoreSetActor.Semop} and {@link SemaphoreSetActor.Semtimedop}: the
 * operations were done. An answer that reaches nobody, since the requester is gone by then, is
 * taken back: if it took something ({@code sem_op} below zero), the opposite is done.
 */
public final class Granted {
  private static final Logger LOG = LoggerFactory.getLogger(Granted.class);

  private final IpcNamespace namespace;
  private final int semid;
  private final List<Sembuf> sops;

  Granted(IpcNamespace namespace, int semid, List<Sembuf> sops) {
    this.namespace = namespace;
    this.semid = semid;
    this.sops = sops;
  }

  /** The set on which they were done. */
  public int semid() {
    return semid;
  }

  /** What was done. */
  public List<Sembuf> sops() {
    return sops;
  }

  /** What undoes them: each with the opposite sign, in the opposite order, without zero-tests. */
  public List<Sembuf> opposite() {
    List<Sembuf> opposite = new ArrayList<>();
    for (Sembuf sop : sops) {
      if (sop.semOp() != 0) {
        opposite.add(new Sembuf(sop.semNum(), -sop.semOp(), sop.semFlg()));
      }
    }
    Collections.reverse(opposite);
    return List.copyOf(opposite);
  }

  private boolean tookSomething() {
    return sops.stream().anyMatch(sop -> sop.semOp() < 0);
  }

  /**
   * Gives back what nobody received. Neither sleeps nor fails: an array whose opposite can't be
   * done at once (it put units somewhere, and others took them) stays as it is, with a warning.
   */
  void giveBack() {
    if (!tookSomething()) {
      return;
    }
    try {
      Errno errno = namespace.trySemop(semid, opposite().toArray(Sembuf[]::new));
      switch (errno) {
        case SUCCESS:
          LOG.debug("gave back {}: its requester is gone", this);
          break;
        case EINVAL, EIDRM:
          LOG.debug("{} needs no giving back: the set is removed", this);
          break;
        default:
          LOG.warn("could not give back {}, whose requester is gone: {}", this, errno);
      }
    } catch (IllegalStateException closed) {
      LOG.debug("{} needs no giving back: {}", this, closed.getMessage());
    }
  }

  @Override
  public String toString() {
    return "Granted[semid=" + semid + ", sops=" + sops + "]";
  }
}
