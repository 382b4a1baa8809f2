package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.Patience;
import io.sysv4j.conformance.harness.Privilege;
import io.sysv4j.conformance.harness.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who lives and who is dead, where pids, parents and descriptors would lie. A unit that was taken
 * with SEM_UNDO tells: it is back when its taker is dead, and never before.
 */
class LifeTest {
  /** As in a container: the first JVM of a PID namespace is its process 1. */
  private static final List<String> OWN_PIDS =
      List.of("unshare", "--pid", "--fork", "--mount-proc");

  private final List<Child> puppets = new ArrayList<>();
  private Arena arena;
  private IpcNamespace ns;
  private int set;

  @BeforeEach
  void makeSet() {
    arena = new Arena();
    ns = arena.open();
    set = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
    ns.setVal(set, 0, 1);
  }

  @AfterEach
  void cleanUp() {
    for (Child puppet : puppets) {
      ProcessHandle.of(puppet.pid()).stream()
          .flatMap(ProcessHandle::descendants)
          .forEach(ProcessHandle::destroyForcibly);
      puppet.close();
    }
    ns.close();
    arena.close();
  }

  /** A JVM that has the namespace open; answers its pid as it sees it itself. */
  private Child puppet(String... prefix) {
    Child puppet = Child.start(List.of(prefix), Puppet.class, arena.uri());
    puppets.add(puppet);
    return puppet;
  }

  private static long ready(Child puppet) {
    String line = puppet.line();
    while (!line.startsWith("ready ")) {
      line = puppet.line(); // a JVM may warn that it shares a directory with its namesake
    }
    return Long.parseLong(line.substring(6));
  }

  private static String tell(Child puppet, String command) {
    puppet.say(command);
    return puppet.line();
  }

  private void take(Child puppet) {
    assertEquals("SUCCESS", tell(puppet, "take " + set));
  }

  private void assertHeld() {
    assertEquals(Errno.EAGAIN, ns.trySemop(set, 0, -1, 0));
    assertEquals(0, ns.getVal(set, 0));
  }

  private void assertGivenBack() {
    assertEquals(1, ns.getVal(set, 0));
    assertEquals(Errno.SUCCESS, ns.trySemop(set, 0, -1, 0));
  }

  /** More than the janitor of any JVM needs to look around. */
  private static void aWhile() throws InterruptedException {
    Thread.sleep(1_500);
  }

  @Test
  void shouldTellJvmsApartThatAreAllProcessOne() throws InterruptedException {
    Privilege.require("PID namespaces", OWN_PIDS);
    Child first = puppet(OWN_PIDS.toArray(new String[0]));
    Child second = puppet(OWN_PIDS.toArray(new String[0]));
    assertEquals(1, ready(first));
    assertEquals(1, ready(second));
    int other = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
    ns.setVal(other, 0, 1);
    take(first);
    assertEquals("SUCCESS", tell(second, "take " + other));
    assertEquals("EAGAIN", tell(second, "take " + set));

    killWithin(first);
    take(second);
    assertEquals(Errno.EAGAIN, ns.trySemop(other, 0, -1, 0));
    aWhile();
    assertHeld();
    assertEquals(0, ns.getVal(other, 0));

    killWithin(second);
    assertGivenBack();
    assertEquals(1, ns.getVal(other, 0));
  }

  /** Kills the one process that another has started; returns when that one knows. */
  private static void killWithin(Child outer) {
    ProcessHandle.of(outer.pid()).orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
    outer.awaitEnd();
  }

  @Test
  void shouldNotTakeAJvmForTheDeadOneThatHadItsPid() throws InterruptedException {
    Privilege.require("PID namespaces", OWN_PIDS);
    String twice =
        "exec 3<&0; for i in 1 2; do echo 999 > /proc/sys/kernel/ns_last_pid;"
            + " \"$@\" <&3 & wait $!; done";
    List<String> prefix = new ArrayList<>(OWN_PIDS);
    prefix.addAll(List.of("sh", "-c", twice, "sh"));
    Child puppet = puppet(prefix.toArray(new String[0]));
    assertEquals(1000, ready(puppet));
    take(puppet);
    puppet.say("die");
    assertEquals(1000, ready(puppet), "the second has the pid of the first");
    assertEquals(1, ns.getVal(set, 0));
    take(puppet);
    aWhile();
    assertHeld();
  }

  @Test
  void shouldSeeThatAZombieIsDead() throws IOException {
    Child shell = puppet("sh", "-c", "exec 3<&0; \"$@\" <&3 & exec sleep 600", "sh");
    long pid = ready(shell);
    take(shell);
    assertHeld();
    ProcessHandle zombie = ProcessHandle.of(pid).orElseThrow();
    zombie.destroyForcibly();
    Patience patience = new Patience();
    while (!isZombie(pid)) {
      patience.step(() -> pid + " does not become a zombie");
    }
    assertTrue(zombie.isAlive(), "a zombie is alive, as pids go");
    assertGivenBack();
    assertTrue(isZombie(pid), "nobody has waited for it yet");
  }

  /** Its first thread is one at once; the process is one when the others have gone. */
  private static boolean isZombie(long pid) throws IOException {
    Path process = Path.of("/proc/" + pid);
    String stat = Files.readString(process.resolve("stat"));
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z' && threads.count() == 1;
    }
  }

  @Test
  void shouldNotTakeAStoppedJvmForDead() throws InterruptedException {
    Child puppet = puppet();
    long pid = ready(puppet);
    take(puppet);
    Signals.send("STOP", pid);
    Signals.awaitStopped(pid);
    aWhile();
    assertHeld();
    Signals.send("CONT", pid);
    assertEquals("SUCCESS", tell(puppet, "give " + set));
    assertGivenBack();
  }

  @Test
  void shouldSeeThatAJvmThatWasKilledWhileStoppedIsDead() {
    Child puppet = puppet();
    long pid = ready(puppet);
    take(puppet);
    Signals.send("STOP", pid);
    Signals.awaitStopped(pid);
    assertHeld();
    puppet.kill();
    assertGivenBack();
  }

  @Test
  void shouldSeeThatAJvmIsDeadWhoseChildLives() {
    Child puppet = puppet();
    ready(puppet);
    take(puppet);
    long child = Long.parseLong(tell(puppet, "spawn"));
    try {
      puppet.kill();
      assertTrue(ProcessHandle.of(child).orElseThrow().isAlive());
      assertGivenBack();
    } finally {
      end(child);
    }
  }

  /** The copy has all descriptors of the JVM, and all its memory but what tells who lives. */
  @Test
  void shouldSeeThatAJvmIsDeadWhoseForkLives() {
    Child puppet = puppet();
    ready(puppet);
    take(puppet);
    long fork = Long.parseLong(tell(puppet, "fork"));
    try {
      assertHeld();
      puppet.kill();
      assertTrue(ProcessHandle.of(fork).orElseThrow().isAlive());
      assertGivenBack();
    } finally {
      end(fork);
    }
  }

  private static void end(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void shouldLiveOnWhoeverReadsAndLocksAndClosesTheSameFiles() throws InterruptedException {
    Child puppet = puppet();
    ready(puppet);
    take(puppet);
    Child reader = puppet();
    ready(reader);
    for (int i = 0; i < 20; i++) {
      assertEquals("read", tell(puppet, "read"));
      assertEquals("read", tell(reader, "read"));
    }
    assertHeld();
    aWhile();
    assertHeld();
    reader.kill();
    assertHeld();
    puppet.kill();
    assertGivenBack();
  }
}
