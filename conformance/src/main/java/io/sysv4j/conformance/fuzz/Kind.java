package io.sysv4j.conformance.fuzz;

import static io.sysv4j.conformance.fuzz.Role.ANY;
import static io.sysv4j.conformance.fuzz.Role.ATTACH;
import static io.sysv4j.conformance.fuzz.Role.COMMAND;
import static io.sysv4j.conformance.fuzz.Role.FLAGS;
import static io.sysv4j.conformance.fuzz.Role.KEY;
import static io.sysv4j.conformance.fuzz.Role.MODE;
import static io.sysv4j.conformance.fuzz.Role.NUMBER;
import static io.sysv4j.conformance.fuzz.Role.SEGMENT;
import static io.sysv4j.conformance.fuzz.Role.SEGMENT_INDEX;
import static io.sysv4j.conformance.fuzz.Role.SEQUENCE;
import static io.sysv4j.conformance.fuzz.Role.SET;
import static io.sysv4j.conformance.fuzz.Role.SET_INDEX;
import static io.sysv4j.conformance.fuzz.Role.SOPS;
import static io.sysv4j.conformance.fuzz.Role.TIME;
import static io.sysv4j.conformance.fuzz.Role.TOTAL;
import static io.sysv4j.conformance.fuzz.Role.VALUES;
import static io.sysv4j.conformance.fuzz.Role.WAIT;

import java.util.List;

/**
 * What a step of a program can be: a call of {@code IpcNamespace}, or something done to a worker.
 */
enum Kind {
  SEMGET(in(KEY, NUMBER, FLAGS), out(SET)),
  SEMOP(in(SET, WAIT, SOPS), out()),
  /** One operation, repeated: arrays around SEMOPM. */
  SEMOP_MANY(in(SET, NUMBER, SOPS), out()),
  SEMOP_NULL(in(SET, WAIT), out()),
  GETVAL(in(SET, NUMBER), out(NUMBER)),
  GETPID(in(SET, NUMBER), out(NUMBER)),
  GETNCNT(in(SET, NUMBER), out(NUMBER)),
  GETZCNT(in(SET, NUMBER), out(NUMBER)),
  GETALL(in(SET), out(VALUES)),
  SETVAL(in(SET, NUMBER, NUMBER), out()),
  SETALL(in(SET, VALUES), out()),
  SETALL_NULL(in(SET), out()),
  SEM_IPC_STAT(in(SET), semidDs()),
  SEM_STAT(in(SET_INDEX), semidDs()),
  SEM_STAT_ANY(in(SET_INDEX), semidDs()),
  SEM_IPC_SET(in(SET, NUMBER, NUMBER, MODE), out()),
  SEM_IPC_SET_NULL(in(SET), out()),
  SEM_IPC_RMID(in(SET), out()),
  SEM_IPC_INFO(in(), limits(10, TOTAL)),
  SEM_INFO(
      in(),
      out(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, TOTAL, NUMBER, TOTAL, TOTAL)),
  /** semctl by number; the last argument says whether there is a semun. */
  SEMCTL(in(SET, NUMBER, COMMAND, NUMBER), out()),

  SHMGET(in(KEY, NUMBER, FLAGS), out(SEGMENT)),
  /** The address is a number, never one that could be mapped. */
  SHMAT(in(SEGMENT, NUMBER, NUMBER), out(ATTACH, NUMBER, NUMBER)),
  /** Twice; the second must fail, and its errno is the answer. */
  SHMDT(in(ATTACH), out(NUMBER)),
  SHMDT_AT(in(NUMBER), out()),
  POKE(in(ATTACH, NUMBER, NUMBER), out()),
  PEEK(in(ATTACH, NUMBER), out(NUMBER)),
  SHM_IPC_STAT(in(SEGMENT), shmidDs()),
  SHM_STAT(in(SEGMENT_INDEX), shmidDs()),
  SHM_STAT_ANY(in(SEGMENT_INDEX), shmidDs()),
  SHM_IPC_SET(in(SEGMENT, NUMBER, NUMBER, MODE), out()),
  SHM_IPC_SET_NULL(in(SEGMENT), out()),
  SHM_IPC_RMID(in(SEGMENT), out()),
  SHM_LOCK(in(SEGMENT), out()),
  SHM_UNLOCK(in(SEGMENT), out()),
  SHM_IPC_INFO(in(), limits(5, TOTAL)),
  /** Resident and swapped pages are the kernel's affair and are not compared. */
  SHM_INFO(in(), out(TOTAL, TOTAL, ANY, ANY, TOTAL)),
  SHMCTL(in(SEGMENT, COMMAND, NUMBER), out()),

  /** Interrupts the n-th thread that is asleep. */
  INTERRUPT(in(NUMBER), out()),
  /** Cancels the n-th future that is not done. */
  CANCEL(in(NUMBER), out(NUMBER)),
  /** The worker calls System.exit. */
  EXIT(in(), out()),
  /** The worker gets SIGKILL. */
  KILL(in(), out()),
  /** Waits until seconds have passed, so that times that change are seen to. */
  TICK(in(), out());

  private final List<Role> in;
  private final List<Role> out;

  Kind(List<Role> in, List<Role> out) {
    this.in = in;
    this.out = out;
  }

  private static List<Role> in(Role... roles) {
    return List.of(roles);
  }

  private static List<Role> out(Role... roles) {
    return List.of(roles);
  }

  private static List<Role> limits(int numbers, Role last) {
    Role[] roles = new Role[numbers + 1];
    java.util.Arrays.fill(roles, NUMBER);
    roles[numbers] = last;
    return List.of(roles);
  }

  private static List<Role> semidDs() {
    return out(SET, KEY, NUMBER, NUMBER, NUMBER, NUMBER, MODE, SEQUENCE, TIME, TIME, NUMBER);
  }

  private static List<Role> shmidDs() {
    return out(
        SEGMENT, KEY, NUMBER, NUMBER, NUMBER, NUMBER, MODE, SEQUENCE, NUMBER, TIME, TIME, TIME,
        NUMBER, NUMBER, NUMBER);
  }

  /** What the i-th argument stands for. */
  Role argument(int i) {
    return role(in, i);
  }

  /** What the i-th number of the answer stands for. */
  Role result(int i) {
    return role(out, i);
  }

  /** The last role holds for all that follow. */
  private static Role role(List<Role> roles, int i) {
    return roles.isEmpty() ? NUMBER : roles.get(Math.min(i, roles.size() - 1));
  }

  /** Whether it is done to a worker, not to a namespace. */
  boolean isControl() {
    return compareTo(INTERRUPT) >= 0;
  }
}
