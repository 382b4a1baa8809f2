package io.sysv4j.offheap.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has left can't tell who lives: it never takes anyone for dead. */
class LateParticipantTest {
  private final List<FileChannel> decoys = new ArrayList<>();
  private Path path;
  private Path decoy;
  private Engine living;

  @BeforeEach
  void open() throws IOException {
    path = Files.createTempDirectory("sysv4j-late-");
    decoy = Files.createTempFile("sysv4j-decoy-", "");
    living = openAlone();
  }

  @AfterEach
  void close() throws IOException {
    living.closeAlone();
    closeDecoys();
    Files.delete(decoy);
    Files.delete(path.resolve("namespace"));
    Files.delete(path);
  }

  private Engine openAlone() {
    String uri = "offheap:" + path + "?semmni=16&shmmni=16";
    return Engine.openAlone(Options.of(URI.create(uri)), UnaryOperator.identity());
  }

  /** Takes the descriptors that were closed last. Nobody has a lock on this file. */
  private void openDecoys() throws IOException {
    for (int i = 0; i < 4; i++) {
      decoys.add(FileChannel.open(decoy));
    }
  }

  private void closeDecoys() throws IOException {
    for (FileChannel open : decoys) {
      open.close();
    }
    decoys.clear();
  }

  @Test
  void shouldNotTellWhoLivesWhenItHasLeft() throws IOException {
    Engine left = openAlone();
    Participant eyes = left.participant();
    assertTrue(eyes.isAlive(living.participant().id()));
    left.closeAlone();
    openDecoys();
    assertThrows(NamespaceClosedException.class, () -> eyes.isAlive(living.participant().id()));
  }

  @Test
  void shouldNeverTakeALivingOneForDeadWhileItLeaves() throws Exception {
    Queue<Object> wrong = new ConcurrentLinkedQueue<>();
    for (int round = 0; round < 200 && wrong.isEmpty(); round++) {
      Engine leaving = openAlone();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        threads.add(new Thread(() -> ask(leaving.participant(), wrong)));
      }
      threads.forEach(Thread::start);
      leaving.closeAlone();
      openDecoys();
      for (Thread thread : threads) {
        thread.join();
      }
      closeDecoys();
    }
    assertEquals(List.of(), List.copyOf(wrong));
  }

  private void ask(Participant eyes, Queue<Object> wrong) {
    try {
      while (eyes.isAlive(living.participant().id())) {
        Thread.onSpinWait();
      }
      wrong.add("a living one was taken for dead");
    } catch (NamespaceClosedException e) {
      return; // as it should be
    } catch (Throwable e) {
      wrong.add(e);
    }
  }
}
