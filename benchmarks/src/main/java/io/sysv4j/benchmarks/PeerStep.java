package io.sysv4j.benchmarks;

import io.sysv4j.benchmarks.peer.PeerProgram;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A work on the C side. */
record PeerStep(Work work, int millis, Optional<PeerProgram> peer) implements Step {
  private static final List<Subject> C =
      List.of(Subject.KERNEL_C, Subject.SEM_T_C, Subject.CACHE_LINE_C);

  @Override
  public List<Subject> subjects() {
    return C;
  }

  @Override
  public void run(Results results) throws IOException {
    if (peer.isPresent()) {
      peer.get().measure(work, millis, results);
    } else {
      C.forEach(subject -> results.note(work, subject, "no cc"));
    }
  }
}
