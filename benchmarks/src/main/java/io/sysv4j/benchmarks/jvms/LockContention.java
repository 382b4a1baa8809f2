package io.sysv4j.benchmarks.jvms;

import io.sysv4j.benchmarks.Step;
import io.sysv4j.benchmarks.Timing;
import io.sysv4j.benchmarks.floors.SpinLock;
import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@link Work#CONTEND} for the locks between JVMs that people use today. */
public record LockContention(Subject subject, Path scratch, Timing timing) implements Step {
  private static final int JVMS = 2;

  @Override
  public Work work() {
    return Work.CONTEND;
  }

  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void run(Results results) throws IOException {
    Path file = Files.createTempFile(scratch, "contention", null);
    Files.write(file, new byte[4096]);
    try (Jvm a = Jvm.start(Hammer.class, subject.name(), file, 0, timing);
        Jvm b = Jvm.start(Hammer.class, subject.name(), file, 1, timing)) {
      double total = Contention.total(a, b);
      results.add(new Key(work(), JVMS, subject, Metric.OPS_PER_S), total);
    } finally {
      Files.delete(file);
    }
  }

  /** Locks and unlocks: {@code Hammer SUBJECT FILE CPU TIMING}. */
  static final class Hammer {
    public static void main(String[] args) throws Exception {
      Parent parent = new Parent();
      try (FileChannel channel =
          FileChannel.open(Path.of(args[1]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        Rate.Pair pair = pair(Subject.valueOf(args[0]), channel);
        Rate.report(parent, Integer.parseInt(args[2]), pair, Timing.parse(args[3]));
      }
    }

    private static Rate.Pair pair(Subject subject, FileChannel channel) throws IOException {
      if (subject == Subject.FILE_LOCK) {
        return () -> channel.lock().release();
      }
      ByteBuffer page =
          channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096).order(ByteOrder.nativeOrder());
      return () -> {
        SpinLock.lock(page);
        SpinLock.unlock(page);
      };
    }
  }
}
