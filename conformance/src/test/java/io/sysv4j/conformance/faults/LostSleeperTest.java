package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damage says of a sleeper that someone is completing it, and nobody is: he is told when he looks,
 * whether the set is there or has been removed meanwhile.
 */
@Timeout(60)
class LostSleeperTest {
  private static final SetLayout LAYOUT = new SetLayout(1, 32);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTellThreadWhoseTimeIsOver(boolean isRemoved) throws IOException {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int semid = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      Sembuf[] take = {new Sembuf(0, -1, 0)};
      Sleeper sleep =
          Sleeper.asleep(ns, semid, () -> ns.semtimedop(semid, take, Duration.ofSeconds(2)));
      lose(arena, ns, semid, isRemoved);
      assertTold(sleep.failure(), arena);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTellWhoCancels(boolean isRemoved) throws IOException {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int semid = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      CompletableFuture<Void> sleep = ns.semopAsync(semid, new Sembuf(0, -1, 0));
      lose(arena, ns, semid, isRemoved);
      assertFalse(sleep.cancel(true));
      assertTold(assertThrows(ExecutionException.class, sleep::get).getCause(), arena);
    }
  }

  private static void assertTold(Throwable told, Arena arena) {
    assertEquals(Errno.EIO, assertInstanceOf(IpcException.class, told).errno());
    assertTrue(told.getMessage().contains(arena.dir().toString()), told::getMessage);
  }

  /** Marks the sleeper in the first record, and removes the set if told so. */
  private static void lose(Arena arena, IpcNamespace ns, int semid, boolean isRemoved)
      throws IOException {
    long status = LAYOUT.firstSleepers() + SleeperLayout.STATUS;
    try (FileChannel file =
        FileChannel.open(
            arena.file("sem-" + semid), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
      file.read(word, status);
      assertTrue(SleeperStatus.isWaiting(word.getInt(0)));
      word.putInt(0, SleeperStatus.with(word.getInt(0), SleeperStatus.CLAIMED, 0));
      file.write(word.clear(), status);
    }
    if (isRemoved) {
      ns.semRmid(semid);
    }
  }
}
