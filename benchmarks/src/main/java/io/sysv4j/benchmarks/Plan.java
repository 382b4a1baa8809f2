package io.sysv4j.benchmarks;

import io.sysv4j.benchmarks.calls.AttachedJvms;
import io.sysv4j.benchmarks.calls.FourSemop;
import io.sysv4j.benchmarks.calls.ManySets;
import io.sysv4j.benchmarks.calls.PlainSemop;
import io.sysv4j.benchmarks.calls.SemgetExisting;
import io.sysv4j.benchmarks.calls.SharedMemoryCopy;
import io.sysv4j.benchmarks.calls.TrySemop;
import io.sysv4j.benchmarks.calls.TwoThreads;
import io.sysv4j.benchmarks.calls.UndoSemop;
import io.sysv4j.benchmarks.calls.ZeroSemop;
import io.sysv4j.benchmarks.floors.BareCas;
import io.sysv4j.benchmarks.floors.ConcurrentSemaphore;
import io.sysv4j.benchmarks.floors.FileLock;
import io.sysv4j.benchmarks.floors.MappedCopy;
import io.sysv4j.benchmarks.floors.SpinLock;
import io.sysv4j.benchmarks.jvms.AsyncBurst;
import io.sysv4j.benchmarks.jvms.AsyncCrowd;
import io.sysv4j.benchmarks.jvms.Contention;
import io.sysv4j.benchmarks.jvms.Crowd;
import io.sysv4j.benchmarks.jvms.FirstUse;
import io.sysv4j.benchmarks.jvms.FullStacks;
import io.sysv4j.benchmarks.jvms.Handover;
import io.sysv4j.benchmarks.jvms.LockContention;
import io.sysv4j.benchmarks.jvms.Recovery;
import io.sysv4j.benchmarks.peer.PeerProgram;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * The steps of a round, in order: those of one work stand together, so that what is compared is
 * measured within the same minute.
 */
final class Plan {
  /** The kernel has 32,000 sets for everybody on the machine; a benchmark leaves most of them. */
  private static final int MOST_KERNEL_SETS = 10_000;

  private final Profile profile;
  private final Path scratch;
  private final List<String> namespaces;
  private final Optional<PeerProgram> peer;
  private final OutputFormat jmhLog;
  private final List<Step> steps = new ArrayList<>();

  private Plan(
      Profile profile,
      Path scratch,
      List<String> providers,
      Optional<PeerProgram> peer,
      OutputFormat jmhLog) {
    this.profile = profile;
    this.scratch = scratch;
    this.peer = peer;
    this.jmhLog = jmhLog;
    namespaces = providers.stream().map(p -> namespace(p, scratch)).collect(Collectors.toList());
  }

  /** The steps of a round. */
  static List<Step> of(
      Profile profile,
      Path scratch,
      List<String> providers,
      Optional<PeerProgram> peer,
      OutputFormat jmhLog) {
    Plan plan = new Plan(profile, scratch, providers, peer, jmhLog);
    plan.calls();
    plan.growth();
    plan.jvms();
    return plan.steps;
  }

  private static String namespace(String provider, Path scratch) {
    return provider.equals("offheap")
        ? "offheap:" + scratch.resolve("namespace") + "?create=true"
        : provider + ":/";
  }

  private void calls() {
    inC(Work.PLAIN);
    call(Work.PLAIN, 0, PlainSemop.class, "single", Map.of());
    floor(Work.PLAIN, Subject.BARE_CAS, BareCas.class, "pair");
    floor(Work.PLAIN, Subject.SPIN_LOCK, SpinLock.class, "pair");
    floor(Work.PLAIN, Subject.CONCURRENT_SEMAPHORE, ConcurrentSemaphore.class, "pair");
    floor(Work.PLAIN, Subject.FILE_LOCK, FileLock.class, "pair");
    call(Work.PLAIN_ARRAY, 0, PlainSemop.class, "sembufs", Map.of());
    inC(Work.UNDO);
    call(Work.UNDO, 0, UndoSemop.class, "single", Map.of());
    inC(Work.FOUR);
    call(Work.FOUR, 0, FourSemop.class, "sembufs", Map.of());
    inC(Work.ZERO);
    call(Work.ZERO, 0, ZeroSemop.class, "single", Map.of());
    inC(Work.TRY);
    call(Work.TRY, 0, TrySemop.class, "single", Map.of());
    floor(Work.TRY, Subject.SPIN_LOCK, SpinLock.class, "refused");
    floor(Work.TRY, Subject.CONCURRENT_SEMAPHORE, ConcurrentSemaphore.class, "refused");
    inC(Work.SEMGET);
    call(Work.SEMGET, 0, SemgetExisting.class, "semget", Map.of());
    call(Work.COPY, 0, SharedMemoryCopy.class, "copy", Map.of());
    floor(Work.COPY, Subject.MAPPED_BUFFER, MappedCopy.class, "copy");
  }

  private void growth() {
    for (int sets : profile.sets()) {
      call(Work.SETS, sets, ManySets.class, "oneOfThem", Map.of("sets", "" + sets));
    }
    for (int jvms : profile.jvms()) {
      call(Work.JVMS, jvms, AttachedJvms.class, "pair", Map.of("jvms", "" + jvms));
    }
    for (int sets = 1; sets <= 2; sets++) {
      call(Work.TWO_THREADS, sets, TwoThreads.class, "ownSemaphore", Map.of("sets", "" + sets));
    }
  }

  private void jvms() {
    inC(Work.FIRST_USE);
    each(namespace -> new FirstUse(Subject.of(namespace), namespace));
    handover(Work.HANDOVER);
    handover(Work.HANDOVER_ONE_CPU);
    handover(Work.HANDOVER_PACED);
    inC(Work.TWO_JVMS);
    contention(Work.TWO_JVMS, 1);
    contention(Work.TWO_JVMS, 2);
    inC(Work.CONTEND);
    contention(Work.CONTEND, 2);
    for (Subject lock : List.of(Subject.SPIN_LOCK, Subject.FILE_LOCK)) {
      steps.add(new LockContention(lock, scratch, profile.timing()));
    }
    inC(Work.CROWD);
    each(namespace -> new Crowd(Subject.of(namespace), namespace, profile.timing()));
    inC(Work.RECOVERY);
    each(namespace -> new Recovery(Subject.of(namespace), namespace, profile.kills()));
    each(namespace -> new FullStacks(Subject.of(namespace), namespace, 20 * profile.kills()));
    each(
        namespace ->
            namespace.startsWith("offheap:")
                ? new AsyncCrowd(Subject.OFFHEAP, namespace, Work.SLEEPERS)
                : new AsyncCrowd(Subject.of(namespace), namespace, Work.SLEEPERS / 100));
    each(
        namespace ->
            namespace.startsWith("offheap:")
                ? new AsyncBurst(Subject.OFFHEAP, namespace, Work.SLEEPERS)
                : new AsyncBurst(Subject.of(namespace), namespace, Work.SLEEPERS / 100));
  }

  private void handover(Work work) {
    inC(work);
    each(namespace -> new Handover(work, Subject.of(namespace), namespace, profile.timing()));
    namespaces.stream()
        .filter(namespace -> namespace.startsWith("offheap:"))
        .map(namespace -> namespace + "&spin=0")
        .map(namespace -> new Handover(work, Subject.OFFHEAP_ASLEEP, namespace, profile.timing()))
        .forEach(steps::add);
  }

  private void contention(Work work, int size) {
    each(
        namespace ->
            new Contention(work, size, Subject.of(namespace), namespace, profile.timing()));
  }

  private void each(Function<String, Step> step) {
    namespaces.stream().map(step).forEach(steps::add);
  }

  private void inC(Work work) {
    steps.add(new PeerStep(work, profile.millis(), peer));
  }

  private void call(
      Work work, int size, Class<?> question, String method, Map<String, String> params) {
    for (String namespace : namespaces) {
      if (work == Work.SETS && size > MOST_KERNEL_SETS && namespace.startsWith("kernel:")) {
        continue;
      }
      Map<String, String> all = new HashMap<>(params);
      all.put("namespace", namespace);
      steps.add(
          new JmhStep(work, size, Subject.of(namespace), question, method, all, profile, jmhLog));
    }
  }

  private void floor(Work work, Subject subject, Class<?> question, String method) {
    Map<String, String> params = Map.of("scratch", scratch.toString());
    steps.add(new JmhStep(work, 0, subject, question, method, params, profile, jmhLog));
  }
}
