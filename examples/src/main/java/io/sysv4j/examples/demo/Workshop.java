package io.sysv4j.examples.demo;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_PRIVATE;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one run makes: the set, the segment, the place where the file arrives, the workers'
 * JVMs. Closing it ends and removes all of it; safe to close from a shutdown hook at any time.
 */
final class Workshop implements AutoCloseable {
  private static final int ONLY_ME = 0600;

  private final Plan plan;
  private final Scratch scratch;
  private final IpcNamespace ns;
  private final int semid;
  private final int shmid;
  private final SharedMemory shm;
  private final Segment segment;
  private final List<Child> children = new ArrayList<>();
  private boolean closed;

  private Workshop(
      Plan plan, Scratch scratch, IpcNamespace ns, int semid, int shmid, SharedMemory shm) {
    this.plan = plan;
    this.scratch = scratch;
    this.ns = ns;
    this.semid = semid;
    this.shmid = shmid;
    this.shm = shm;
    this.segment = Segment.create(shm.buffer(), plan.geometry());
    for (int i = 0; i < plan.kills(); i++) {
      segment.trap(i, Trap.plan(i, plan.kills(), plan.geometry().chunks()));
    }
  }

  /** Makes everything that the workers need. */
  static Workshop open(Plan plan) throws IOException {
    Scratch scratch = Scratch.create();
    try {
      scratch.reserve(plan.geometry().fileSize());
      String uri = plan.namespace();
      return furnish(plan, scratch, uri == null ? "offheap:" + scratch.namespace() : uri);
    } catch (IOException | RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  private static Workshop furnish(Plan plan, Scratch scratch, String uri) {
    Geometry geometry = plan.geometry();
    IpcNamespace ns = IpcNamespace.open(uri);
    int semid = -1;
    int shmid = -1;
    try {
      semid = ns.semget(IPC_PRIVATE, Sems.count(geometry.seats()), IPC_CREAT | ONLY_ME);
      BoundedBuffer.prepare(ns, semid, geometry);
      shmid = ns.shmget(IPC_PRIVATE, geometry.bytes(), IPC_CREAT | ONLY_ME);
      return new Workshop(plan, scratch, ns, semid, shmid, ns.shmat(shmid, 0));
    } catch (RuntimeException e) {
      remove(ns, semid, shmid);
      ns.close();
      throw e;
    }
  }

  Plan plan() {
    return plan;
  }

  Scratch scratch() {
    return scratch;
  }

  IpcNamespace ns() {
    return ns;
  }

  int semid() {
    return semid;
  }

  int shmid() {
    return shmid;
  }

  Segment segment() {
    return segment;
  }

  /** Starts a worker on the next free seat. */
  synchronized Child hire(Role role, Child.Listener listener) throws IOException {
    if (closed) {
      throw new IllegalStateException("the workshop is closed");
    }
    String file = (role.isProducer() ? plan.file() : scratch.arrived()).toString();
    List<String> arguments =
        List.of(ns.uri().toString(), Integer.toString(semid), Integer.toString(shmid), file);
    int seat = children.size();
    Child child = Child.start(role, seat, arguments, scratch.errorsOf(seat), listener);
    children.add(child);
    return child;
  }

  /** All workers there have been, by seat. */
  synchronized List<Child> children() {
    return List.copyOf(children);
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    children.forEach(Child::end);
    shm.close();
    remove(ns, semid, shmid);
    ns.close();
    scratch.close();
  }

  private static void remove(IpcNamespace ns, int semid, int shmid) {
    if (shmid >= 0) {
      ns.shmRmid(shmid);
    }
    if (semid >= 0) {
      removeSet(ns, semid);
    }
  }

  private static void removeSet(IpcNamespace ns, int semid) {
    try {
      ns.semRmid(semid);
    } catch (IpcException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      } // EINVAL: removed already, as the demo does at its end
    }
  }
}
