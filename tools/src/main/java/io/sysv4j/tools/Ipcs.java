package io.sysv4j.tools;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ipcs}: shows semaphore sets and shared-memory segments. */
@Command(name = "ipcs", description = "Show information on semaphore sets and shared memory.")
final class Ipcs implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private Kinds kinds;
  @Mixin private Output output;

  @Option(
      names = {"-i", "--id"},
      paramLabel = "<id>",
      description = "All about one object; needs -s or -m.")
  private Integer id;

  /** Which objects; none given means all. */
  static final class Kinds {
    @Option(
        names = {"-m", "--shmems"},
        description = "Shared memory segments.")
    private boolean shm;

    @Option(
        names = {"-s", "--semaphores"},
        description = "Semaphore sets.")
    private boolean sem;

    @Option(
        names = {"-a", "--all"},
        description = "Both (the default).")
    private boolean all;

    private boolean showsShm() {
      return shm || all || !sem;
    }

    private boolean showsSem() {
      return sem || all || !shm;
    }
  }

  /** What to show of them; of several, the last is meant. */
  static final class Output {
    private View view = View.LIST;

    @Option(
        names = {"-t", "--time"},
        description = "When they were used and changed.")
    private void times(boolean given) {
      choose(given, View.TIMES);
    }

    @Option(
        names = {"-p", "--pid"},
        description = "The processes that made and last used them.")
    private void pids(boolean given) {
      choose(given, View.PIDS);
    }

    @Option(
        names = {"-c", "--creator"},
        description = "Creator and owner.")
    private void creators(boolean given) {
      choose(given, View.CREATORS);
    }

    @Option(
        names = {"-l", "--limits"},
        description = "The limits.")
    private void limits(boolean given) {
      choose(given, View.LIMITS);
    }

    @Option(
        names = {"-u", "--summary"},
        description = "How much there is of all.")
    private void summary(boolean given) {
      choose(given, View.SUMMARY);
    }

    private void choose(boolean given, View chosen) {
      if (given) {
        view = chosen;
      }
    }
  }

  @Override
  public Integer call() {
    if (id != null && kinds.showsShm() == kinds.showsSem()) {
      throw new ParameterException(
          spec.commandLine(), "when using an ID, a single resource must be specified");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (IpcNamespace ns = common.open()) {
      return id == null ? show(ns, out) : detail(ns, out);
    }
  }

  private int show(IpcNamespace ns, PrintWriter out) {
    if (kinds.showsShm()) {
      out.println();
      new ShmReport(ns, out).show(output.view);
    }
    if (kinds.showsSem()) {
      out.println();
      new SemReport(ns, out).show(output.view);
    }
    out.println();
    return ExitCode.OK;
  }

  private int detail(IpcNamespace ns, PrintWriter out) {
    StringWriter text = new StringWriter();
    PrintWriter lines = new PrintWriter(text);
    Report report = kinds.showsShm() ? new ShmReport(ns, lines) : new SemReport(ns, lines);
    try {
      report.detail(id);
    } catch (IpcException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      spec.commandLine().getErr().println("ipcs: id " + id + " not found");
      return ExitCode.SOFTWARE;
    }
    out.println();
    out.println(text);
    return ExitCode.OK;
  }
}
