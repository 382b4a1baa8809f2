package io.sysv4j.examples.demo;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * One of the JVMs that move the file: {@code Worker ROLE SEAT NAMESPACE SEMID SHMID FILE}. It works
 * until the set is removed while it waits for more, says so on its standard output ({@link Saying})
 * and exits with 0.
 */
public final class Worker {
  private final IpcNamespace ns;
  private final int semid;
  private final Segment segment;
  private final Role role;
  private final int seat;
  private final Witness witness;
  private final BoundedBuffer buffer;

  private Worker(IpcNamespace ns, int semid, Segment segment, Role role, int seat) {
    this.ns = ns;
    this.semid = semid;
    this.segment = segment;
    this.role = role;
    this.seat = seat;
    this.witness = new TrappedWitness(ns, semid, segment, role, seat);
    this.buffer = new BoundedBuffer(ns, semid, segment, seat, witness);
  }

  /** Runs a worker; {@link Child} starts it. */
  public static void main(String[] args) {
    Lifeline.holdOn();
    Role role = Role.valueOf(args[0]);
    int seat = Integer.parseInt(args[1]);
    int semid = Integer.parseInt(args[3]);
    int shmid = Integer.parseInt(args[4]);
    try (IpcNamespace ns = IpcNamespace.open(args[2]);
        SharedMemory shm = ns.shmat(shmid, 0);
        FileChannel file = FileChannel.open(Path.of(args[5]), role.isProducer() ? READ : WRITE)) {
      new Worker(ns, semid, Segment.open(shm.buffer()), role, seat).work(file);
    } catch (IpcRemovedException e) {
      Saying.REMOVED.say(e.getMessage());
    } catch (IOException | RuntimeException e) {
      Saying.FAILED.say(e.toString());
      System.exit(1);
    }
  }

  /** Never returns: the removal of the set ends it. */
  private void work(FileChannel file) throws IOException {
    segment.seat(seat, new SeatRecord(ProcessHandle.current().pid(), 0, 0, 0));
    buffer.signOn();
    if (role.isProducer()) {
      produce(new Producer(buffer, segment, file, witness));
    } else {
      consume(new Consumer(buffer, segment, file, witness));
    }
  }

  private void produce(Producer producer) throws IOException {
    while (true) {
      if (!producer.moveOne()) {
        ns.semop(semid, Sembuf.of(Sems.MORE, -1));
      }
    }
  }

  private static void consume(Consumer consumer) throws IOException {
    while (true) {
      consumer.moveOne();
    }
  }
}
