package io.sysv4j.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sysv4j.Errno;
import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import io.sysv4j.SemidDs;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void shouldReadBackARecordWithinARecord() {
    SemidDs ds = new SemidDs(5, new IpcPerm(-7, 1, 2, 3, 4, 0640, 6), 1L << 40, 8, 9);

    assertEquals("(5,(-7,1,2,3,4,416,6),1099511627776,8,9)", Wire.spell(ds));
    assertEquals(ds, Wire.read(Wire.spell(ds), SemidDs.class));
  }

  @Test
  void shouldReadBackArrays() {
    Sembuf[] sops = {Sembuf.undo(0, -1), null, Sembuf.of(65535, 32767)};

    assertArrayEquals(sops, Wire.read(Wire.spell(sops), Sembuf[].class));
    assertArrayEquals(new int[0], Wire.read(Wire.spell(new int[0]), int[].class));
    assertArrayEquals(new int[] {-1, 2}, Wire.read(Wire.spell(new int[] {-1, 2}), int[].class));
  }

  @Test
  void shouldReadBackScalars() {
    Duration timeout = Duration.ofSeconds(-1, 999_999_999);

    assertEquals(timeout, Wire.read(Wire.spell(timeout), Duration.class));
    assertEquals(Errno.EIDRM, Wire.read(Wire.spell(Errno.EIDRM), Errno.class));
    assertEquals(Long.MIN_VALUE, Wire.read(Wire.spell(Long.MIN_VALUE), long.class));
    assertEquals(URI.create("offheap:/a?b=1"), Wire.read("offheap:/a?b=1", URI.class));
    assertNull(Wire.read(Wire.spell(null), Sembuf[].class));
  }

  @Test
  void shouldKeepTabsAndLineEndsInsideAField() {
    String[] fields = {"1", "a\tb\nc\\d\re", ""};

    String line = Wire.line((Object[]) fields);

    assertEquals(1, line.lines().count());
    assertArrayEquals(fields, Wire.fields(line));
  }

  @Test
  void shouldRefuseWhatItCannotRead() {
    assertThrows(IllegalArgumentException.class, () -> Wire.read("5 6", int.class));
    assertThrows(IllegalArgumentException.class, () -> Wire.read("[1;2]", int[].class));
    assertThrows(IllegalArgumentException.class, () -> Wire.read("ENOTHING", Errno.class));
  }
}
