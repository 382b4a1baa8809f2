package io.sysv4j.offheap.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a thread meets that is late in the memory of a closed namespace. */
class ClosedMemoryTest {
  private static final int PAGE = 4096;
  private static final long FINGERPRINT = 77;
  private static final long WORD = 256;
  private static final String NAME = "sem-0";

  private Path path;
  private Directory directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    path = Files.createTempDirectory("sysv4j-closed-");
    directory = Directory.open(path.toString());
  }

  @AfterEach
  void removeDirectory() throws IOException {
    directory.close();
    Files.deleteIfExists(path.resolve(NAME));
    Files.delete(path);
  }

  private void make(long magic) throws IOException {
    Files.deleteIfExists(path.resolve(NAME));
    Header header = new Header(magic, Header.VERSION, FINGERPRINT, PAGE, 1, 0, 1, 0);
    MappedFile.Access access =
        new MappedFile.Access(Linux.effectiveUser(), Linux.effectiveGroup(), 0600);
    MappedFile.create(directory, NAME, header, access, memory -> memory.putLong(WORD, 5));
  }

  private MappedFile open(Directory in, long magic) {
    return MappedFile.open(in, NAME, true, magic, FINGERPRINT, 64 * PAGE, uid -> false);
  }

  /** The word as the file has it, read through another mapping. */
  private long wordInFile(long magic) {
    MappedFile again = open(directory, magic);
    try {
      return again.memory().getLong(WORD);
    } finally {
      again.unmap();
    }
  }

  private static void assertClosed(Executable access) {
    assertThrows(NamespaceClosedException.class, access);
  }

  @Test
  void shouldRefuseEveryAccessAfterTheEnd() throws IOException {
    make(Header.SET);
    MappedFile file = open(directory, Header.SET);
    Memory memory = file.memory();
    assertEquals(5, memory.getLong(WORD));
    file.end();
    file.end();
    assertClosed(() -> memory.getLong(WORD));
    assertClosed(() -> memory.getInt(WORD));
    assertClosed(() -> memory.putLong(WORD, 1));
    assertClosed(() -> memory.putInt(WORD, 1));
    assertClosed(() -> memory.casLong(WORD, 5, 6));
    assertClosed(() -> memory.casInt(WORD, 5, 6));
    assertClosed(() -> memory.address(WORD));
    assertClosed(() -> memory.getLong(100 * PAGE));
    assertClosed(() -> memory.getLong(-1));
    assertClosed(memory::name);
    assertEquals(5, wordInFile(Header.SET));
  }

  /** A thread that is between the check of an offset and the access has an address. */
  @Test
  void shouldShowAllOnesToWhoHasTheAddressOfASet() throws IOException {
    make(Header.SET);
    MappedFile file = open(directory, Header.SET);
    ByteBuffer late = Linux.buffer(file.memory().address(0), PAGE);
    file.end();
    for (int at = 0; at < PAGE; at += Long.BYTES) {
      assertEquals(-1, late.getLong(at));
    }
    late.putLong(Math.toIntExact(WORD), 1);
    assertEquals(5, wordInFile(Header.SET));
    assertEquals(List.of(), mapped());
    assertEquals(1, late.getLong(Math.toIntExact(WORD)), file.name()); // that is still reachable
  }

  @Test
  void shouldShowPrivateMemoryToWhoHasTheAddressOfTheNamespace() throws IOException {
    make(Header.NAMESPACE);
    MappedFile file = open(directory, Header.NAMESPACE);
    ByteBuffer late = Linux.buffer(file.memory().address(0), PAGE);
    file.end();
    assertEquals(0, late.getLong(Math.toIntExact(WORD)));
    late.putLong(Math.toIntExact(WORD), 1);
    assertEquals(5, wordInFile(Header.NAMESPACE));
    assertEquals(List.of(), mapped());
    assertEquals(1, late.getLong(Math.toIntExact(WORD)), file.name());
  }

  @Test
  void shouldEndAFileThatHasGrown() throws IOException {
    make(Header.SET);
    MappedFile file = open(directory, Header.SET);
    assertEquals(Errno.SUCCESS, file.extendTo(33 * PAGE));
    file.memory().putLong(33 * PAGE - 8, 9);
    ByteBuffer late = Linux.buffer(file.memory().address(32 * PAGE), PAGE);
    file.end();
    assertEquals(0, late.getLong(PAGE - 8));
    assertClosed(() -> file.memory().getLong(33 * PAGE - 8));
    assertEquals(List.of(), mapped());
    assertEquals(PAGE, late.capacity(), file.name());
  }

  private List<String> mapped() throws IOException {
    try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains(path.toString())).toList();
    }
  }

  /** Each operation that was told to be done is in the file, and no other: however late it was. */
  @Test
  void shouldTellDoneOnlyWhatIsInTheFile() throws Exception {
    Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    for (int round = 0; round < 300 && wrong.isEmpty(); round++) {
      make(Header.SET);
      Directory once = Directory.open(path.toString());
      MappedFile file = open(once, Header.SET);
      AtomicLong done = new AtomicLong(5);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        threads.add(new Thread(() -> count(file.memory(), done, wrong)));
      }
      threads.forEach(Thread::start);
      while (done.get() < 100) {
        Thread.onSpinWait();
      }
      once.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(done.get(), wordInFile(Header.SET), file.name());
    }
    assertEquals(List.of(), List.copyOf(wrong));
  }

  /** What the fast path does, until it is told that the namespace is closed. */
  private static void count(Memory memory, AtomicLong done, Queue<Throwable> wrong) {
    try {
      while (true) {
        long word = memory.getLong(WORD);
        if ((word & SemWord.GATED) == 0 && memory.casLong(WORD, word, word + 1)) {
          done.incrementAndGet();
        }
      }
    } catch (NamespaceClosedException e) {
      return; // as it should be
    } catch (Throwable e) {
      wrong.add(e);
    }
  }
}
