package io.sysv4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands over a namespace in a directory. */
class ToolsTest {
  private static final String NOTHING = "";

  @TempDir Path directory;
  private String uri;

  @BeforeEach
  void nameTheNamespace() {
    uri = "offheap:" + directory;
  }

  @Test
  void shouldMakeShowAndRemoveASet() {
    assertEquals(new Tool(0, "Semaphore id: 0\n", NOTHING), tool("ipcmk", "-S", "3", "-p", "600"));
    String list = tool("ipcs", "-s").out();
    assertTrue(list.matches("(?s).*\n0x[0-9a-f]{8} 0          \\S+ +600        3         \n\n"));
    assertEquals(new Tool(0, NOTHING, NOTHING), tool("ipcrm", "-s", "0"));
    assertEquals(
        "\n------ Semaphore Arrays --------\n"
            + "key        semid      owner      perms      nsems     \n\n",
        tool("ipcs", "-s").out());
  }

  @Test
  void shouldMakeASegmentAndASetAtOnce() {
    assertEquals("Shared memory id: 0\nSemaphore id: 0\n", tool("ipcmk", "-M1K", "-S1").out());
    try (IpcNamespace ns = IpcNamespace.open(uri)) {
      assertEquals(1024, ns.shmStat(0).shmSegsz());
      assertEquals(0644, ns.shmStat(0).perm().mode());
      assertEquals(1, ns.semStat(0).semNsems());
      assertNotEquals(Ipc.IPC_PRIVATE, ns.semStat(0).perm().key());
    }
  }

  @Test
  void shouldRemoveByKey() {
    try (IpcNamespace ns = IpcNamespace.open(uri)) {
      ns.semget(0x51000001, 1, Ipc.IPC_CREAT | 0600);
      ns.semget(-1, 1, Ipc.IPC_CREAT | 0600);
      ns.shmget(64, 1, Ipc.IPC_CREAT | 0600);
      Tool removed = tool("ipcrm", "-S", "0x51000001", "-S", "4294967295", "-M", "0100");
      assertEquals(new Tool(0, NOTHING, NOTHING), removed);
      assertEquals(0, ns.semInfo().semusz());
      assertEquals(0, ns.shmInfo().usedIds());
    }
  }

  @Test
  void shouldRemoveAllOfAKindThenAll() {
    tool("ipcmk", "-S", "1", "-M", "1");
    tool("ipcmk", "-S", "1", "-M", "1");
    assertEquals(
        "removing semaphore id `0'\nremoving semaphore id `1'\n",
        tool("ipcrm", "-v", "-a=sem").out());
    assertEquals(
        "removing shared memory segment id `0'\nremoving shared memory segment id `1'\n",
        tool("ipcrm", "-v", "-a").out());
    assertEquals(new Tool(0, NOTHING, NOTHING), tool("ipcrm", "-a"));
  }

  @Test
  void shouldRemoveTheRestWhenOneIsUnknown() {
    tool("ipcmk", "-S", "1");
    Tool removed = tool("ipcrm", "-s", "99", "-s", "0", "-S", "0x77", "-M", "0", "-m", "-1");
    assertEquals(1, removed.status());
    assertEquals(
        "ipcrm: illegal key (0)\nipcrm: invalid id (-1)\nipcrm: invalid id (99)\n"
            + "ipcrm: invalid key (0x77)\n",
        sorted(removed.err()));
    assertEquals("used arrays = 0", tool("ipcs", "-s", "-u").out().lines().toList().get(2));
  }

  private static String sorted(String lines) {
    return String.join("\n", lines.lines().sorted().toList()) + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"-s", "-m"})
  void shouldSayThatAnIdIsUnknown(String kind) {
    Tool shown = tool("ipcs", kind, "-i", "99999");
    assertEquals(new Tool(1, NOTHING, "ipcs: id 99999 not found\n"), shown);
  }

  @Test
  void shouldShowTheLimitsOfTheNamespace() {
    uri += "?semmni=17&semmsl=19&semopm=23&shmmni=29";
    List<String> lines = tool("ipcs", "-l").out().lines().toList();
    assertTrue(lines.contains("max number of segments = 29"), lines.toString());
    assertTrue(lines.contains("max number of arrays = 17"), lines.toString());
    assertTrue(lines.contains("max semaphores per array = 19"), lines.toString());
    assertTrue(lines.contains("max ops per semop call = 23"), lines.toString());
  }

  @Test
  void shouldFailWithOneLineThatNamesTheCall() {
    Tool made = tool("ipcmk", "-S", "0");
    assertEquals(1, made.status());
    assertTrue(made.err().matches("ipcmk: semget\\(.*\\) = -1 EINVAL .*\n"), made.err());
    uri = "offheap:" + directory.resolve("missing");
    Tool shown = tool("ipcs");
    assertEquals(1, shown.status());
    assertTrue(shown.err().matches("ipcs: .*ENOENT.*\n"), shown.err());
    uri = "nowhere:/";
    assertTrue(tool("ipcs").err().startsWith("ipcs: no provider for 'nowhere:/'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lsof",
        "ipcs -z",
        "ipcs extra",
        "ipcs -i 0",
        "ipcs -s -m -i 0",
        "ipcs -s -i x",
        "ipcmk",
        "ipcmk -S x",
        "ipcmk -M 1x",
        "ipcmk -M -5",
        "ipcmk -M 99999999999T",
        "ipcmk -S 1 -p 888",
        "ipcmk -S 1 -p 1777",
        "ipcrm",
        "ipcrm -s x",
        "ipcrm -S zz",
        "ipcrm -S 0x100000000",
        "ipcrm -a=queues"
      })
  void shouldRefuseBadUsage(String command) {
    String[] words = command.isEmpty() ? new String[0] : command.split(" ");
    Tool refused = Tool.run(words);
    assertEquals(2, refused.status(), refused.toString());
    assertEquals(NOTHING, refused.out());
    assertTrue(refused.err().matches("(?s)\\w+: .*\nTry 'sysv4j.* --help'.\n"), refused.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "ipcs -h", "ipcmk --help", "help ipcrm"})
  void shouldHelp(String command) {
    Tool helped = Tool.run(command.split(" "));
    assertEquals(0, helped.status());
    assertTrue(helped.out().startsWith("Usage: sysv4j"), helped.out());
  }

  @ParameterizedTest
  @CsvSource({
    "5000, 5000",
    "1k, 1024",
    "1KiB, 1024",
    "1KB, 1000",
    "1.5K, 1536",
    "1.25M, 1310720",
    "16E, 0",
    "15E, 17293822569102704640"
  })
  void shouldReadSizes(String text, String bytes) {
    if (bytes.equals("0")) { // 2^64
      assertEquals(2, tool("ipcmk", "-M", text).status());
    } else {
      assertEquals(bytes, Long.toUnsignedString(new Size.Converter().convert(text).bytes()));
    }
  }

  private Tool tool(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(1, "--namespace=" + uri);
    return Tool.run(all.toArray(String[]::new));
  }
}
