package io.sysv4j.tools;

import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ipcrm}: removes objects by identifier or key. One that fails does not stop the rest. */
@Command(name = "ipcrm", description = "Remove semaphore sets and shared memory segments.")
final class Ipcrm implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  private int status = ExitCode.OK;

  /** What {@code -a} removes. */
  enum Kind {
    SHM,
    SEM,
    BOTH
  }

  @Option(
      names = {"-m", "--shmem-id"},
      paramLabel = "<id>",
      description = "The segment with this identifier.")
  private List<Integer> shmids = new ArrayList<>();

  @Option(
      names = {"-M", "--shmem-key"},
      paramLabel = "<key>",
      converter = Key.Converter.class,
      description = "The segment with this key: decimal, 0x hexadecimal or 0 octal.")
  private List<Key> shmKeys = new ArrayList<>();

  @Option(
      names = {"-s", "--semaphore-id"},
      paramLabel = "<id>",
      description = "The set with this identifier.")
  private List<Integer> semids = new ArrayList<>();

  @Option(
      names = {"-S", "--semaphore-key"},
      paramLabel = "<key>",
      converter = Key.Converter.class,
      description = "The set with this key.")
  private List<Key> semKeys = new ArrayList<>();

  @Option(
      names = {"-a", "--all"},
      paramLabel = "shm|sem",
      arity = "0..1",
      fallbackValue = "BOTH",
      description = "All objects, or all of a kind.")
  private Kind all;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say what is removed.")
  private boolean verbose;

  @Override
  public Integer call() {
    if (all == null && countNamed() == 0) {
      throw new ParameterException(spec.commandLine(), "say what to remove");
    }
    try (IpcNamespace ns = common.open()) {
      Remover shm = new Remover("shared memory segment", ns::shmRmid, key -> ns.shmget(key, 0, 0));
      Remover sem = new Remover("semaphore", ns::semRmid, key -> ns.semget(key, 0, 0));
      shmids.forEach(shm::removeId);
      shmKeys.forEach(shm::removeKey);
      semids.forEach(sem::removeId);
      semKeys.forEach(sem::removeKey);
      if (all == Kind.SHM || all == Kind.BOTH) {
        Listing.segments(ns).forEach(segment -> shm.removeId(segment.shmid()));
      }
      if (all == Kind.SEM || all == Kind.BOTH) {
        Listing.sets(ns).forEach(set -> sem.removeId(set.semid()));
      }
    }
    return status;
  }

  private int countNamed() {
    return shmids.size() + shmKeys.size() + semids.size() + semKeys.size();
  }

  /** Removes objects of one kind, and complains of each that it can't remove. */
  private final class Remover {
    private final String kind;
    private final IntConsumer rmid;
    private final IntUnaryOperator get;

    Remover(String kind, IntConsumer rmid, IntUnaryOperator get) {
      this.kind = kind;
      this.rmid = rmid;
      this.get = get;
    }

    void removeId(int id) {
      remove(id, "id", Integer.toString(id));
    }

    void removeKey(Key key) {
      if (key.value() == Ipc.IPC_PRIVATE) {
        complain("illegal key (" + key.text() + ")");
        return;
      }
      try {
        remove(get.applyAsInt(key.value()), "key", key.text());
      } catch (IpcException e) {
        complain(reason(e, "key", key.text()));
      }
    }

    private void remove(int id, String word, String text) {
      if (verbose) {
        spec.commandLine().getOut().println("removing " + kind + " id `" + id + "'");
      }
      try {
        rmid.accept(id);
      } catch (IpcException e) {
        complain(reason(e, word, text));
      }
    }

    private String reason(IpcException e, String word, String text) {
      return switch (e.errno()) {
        case EINVAL, ENOENT -> "invalid " + word + " (" + text + ")";
        case EPERM, EACCES -> "permission denied for " + word + " (" + text + ")";
        case EIDRM -> "already removed " + word + " (" + text + ")";
        default -> e.getMessage();
      };
    }

    private void complain(String reason) {
      spec.commandLine().getErr().println("ipcrm: " + reason);
      status = ExitCode.SOFTWARE;
    }
  }
}
