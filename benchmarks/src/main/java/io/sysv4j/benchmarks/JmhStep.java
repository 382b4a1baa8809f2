package io.sysv4j.benchmarks;

import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * One benchmark method, run by JMH in one fork.
 *
 * @param size the size of the work, 0 if it has none
 * @param params values of the benchmark's {@code @Param} fields, by name
 */
record JmhStep(
    Work work,
    int size,
    Subject subject,
    Class<?> question,
    String method,
    Map<String, String> params,
    Profile profile,
    OutputFormat log)
    implements Step {

  static {
    // JMH would lock a file of one name in the machine's directory for temporary files, and leave
    // it there: in the way of other users, who may not open it where fs.protected_regular is set.
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void run(Results results) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(question.getName() + "." + method) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(profile.warmups())
            .warmupTime(TimeValue.milliseconds(profile.stretchMillis()))
            .measurementIterations(profile.stretches())
            .measurementTime(TimeValue.milliseconds(profile.stretchMillis()))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    params.forEach(options::param);
    var result = new Runner(options.build(), log).runSingle();
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    add(results, Metric.NS_PER_OP, result.getPrimaryResult());
    add(results, Metric.BYTES_PER_OP, allocated);
  }

  private void add(Results results, Metric metric, Result<?> result) {
    results.add(new Key(work, size, subject, metric), result.getStatistics().getPercentile(50));
  }
}
