package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.IpcNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples do what the documentation says, and it prints them as they are compiled. */
class SamplesTest {
  private static final Path MAIN = Path.of("src", "main", "java", "io", "sysv4j", "actors");
  private static final Path SAMPLES =
      Path.of("src", "test", "java", "io", "sysv4j", "actors", "Samples.java");

  private final Fixture fixture = Fixture.of("offheap");

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void shouldTakeAndGivePermits() {
    int key = fixture.key();
    ActorSystem<IpcNamespaceActor.Command> system = Samples.start(fixture.uri());
    ActorRef<SemaphoreSetActor.Command> permits =
        Actors.get(Samples.get(system, key).toCompletableFuture());
    assertEquals("busy", Actors.get(Samples.refusal(system, permits).toCompletableFuture()));
    int semid = fixture.semid(key);
    IpcNamespace namespace = fixture.namespace();
    CompletableFuture<Integer> during = new CompletableFuture<>();
    ActorRef<Samples.Worker.Command> worker =
        system.systemActorOf(Samples.Worker.create(permits), "worker", Props.empty());
    worker.tell(new Samples.Worker.Job(() -> during.complete(namespace.getVal(semid, 0))));
    assertEquals(2, Actors.get(during));
    Actors.eventually("given back", () -> namespace.getVal(semid, 0) == 3);
    system.terminate();
    Actors.get(system.getWhenTerminated().toCompletableFuture());
  }

  @Test
  void shouldLearnThatTheSetIsGone() {
    SemaphoreSetSpec spec = fixture.set(0);
    try (Actors actors = new Actors()) {
      TestProbe<ActorRef<SemaphoreSetActor.Command>> users = actors.probe();
      CompletableFuture<Void> gone = new CompletableFuture<>();
      actors.spawn(
          Samples.owner(fixture.namespace(), spec, users.ref(), () -> gone.complete(null)));
      SetClient set = new SetClient(actors, users.receiveMessage());
      CompletableFuture<Granted> sleeper = set.semop(0, -1);
      assertEquals(1, set.ncnt());
      fixture.namespace().semRmid(fixture.semid(spec.key()));
      assertEquals(Errno.EIDRM, Actors.errno(sleeper));
      Actors.get(gone);
    }
  }

  static List<Path> documents() {
    return List.of(MAIN.resolve("package-info.java"), Path.of("..", "docs", "actors.md"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldPrintWhatCompiles(Path document) throws IOException {
    List<String> samples =
        blocks(Files.readString(SAMPLES), "(?s)// sample: \\w+\n(.*?)\n *// end");
    List<String> printed =
        document.toString().endsWith(".md")
            ? blocks(Files.readString(document), "(?s)```java\n(.*?)\n```")
            : blocks(
                Files.readString(document).replaceAll("(?m)^ \\* ?", ""),
                "(?s)<pre>\\{@code\n(.*?)\n}</pre>");
    assertFalse(printed.isEmpty(), () -> "no sample in " + document);
    for (String block : printed) {
      assertTrue(samples.contains(block), () -> "not in Samples.java:\n" + block);
    }
  }

  private static List<String> blocks(String text, String regex) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map(match -> match.group(1).stripTrailing().stripIndent())
        .toList();
  }
}
