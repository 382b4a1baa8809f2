package io.sysv4j.benchmarks;

import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.util.List;

/** One measurement of a round: a work, done by one subject, or by the C side's. */
public interface Step {
  /** What is done. */
  Work work();

  /** Who does it. */
  List<Subject> subjects();

  /** Measures once. */
  void run(Results results) throws Exception;
}
