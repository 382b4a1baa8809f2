package io.sysv4j.tools;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ipcmk}: makes objects, each with a random key, and prints their identifiers. */
@Command(name = "ipcmk", description = "Make a semaphore set, or a shared memory segment, or both.")
final class Ipcmk implements Callable<Integer> {
  private final SecureRandom random = new SecureRandom();

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(
      names = {"-M", "--shmem"},
      paramLabel = "<size>",
      converter = Size.Converter.class,
      description = "A segment of so many bytes; K, M, G ... or KB, MB, GB ... may follow.")
  private Size size;

  @Option(
      names = {"-S", "--semaphore"},
      paramLabel = "<number>",
      description = "A set of so many semaphores.")
  private Integer nsems;

  @Option(
      names = {"-p", "--mode"},
      paramLabel = "<mode>",
      defaultValue = "0644",
      converter = Mode.Converter.class,
      description = "The permission, in octal (default 0644).")
  private Mode mode;

  @Override
  public Integer call() {
    if (size == null && nsems == null) {
      throw new ParameterException(spec.commandLine(), "say what to make: -M or -S");
    }
    PrintWriter out = spec.commandLine().getOut();
    int flags = mode.bits() | IPC_CREAT | IPC_EXCL;
    try (IpcNamespace ns = common.open()) {
      if (size != null) {
        int shmid = withRandomKey(key -> ns.shmget(key, size.bytes(), flags));
        out.println("Shared memory id: " + shmid);
      }
      if (nsems != null) {
        int semid = withRandomKey(key -> ns.semget(key, nsems, flags));
        out.println("Semaphore id: " + semid);
      }
      return ExitCode.OK;
    }
  }

  private int withRandomKey(IntUnaryOperator make) {
    while (true) {
      int key = random.nextInt();
      try {
        if (key != Ipc.IPC_PRIVATE) {
          return make.applyAsInt(key);
        }
      } catch (IpcException e) {
        if (e.errno() != Errno.EEXIST) {
          throw e;
        } // somebody has this key: try another
      }
    }
  }
}
