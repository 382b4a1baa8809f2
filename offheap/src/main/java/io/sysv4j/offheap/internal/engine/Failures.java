package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import java.util.function.Supplier;

/** Turns what can go wrong below into the exception of a call: it names the call and the reason. */
final class Failures {
  private Failures() {}

  /** Does something for a call; {@code call} spells it, if it fails. */
  static <T> T during(Supplier<String> call, Supplier<T> body) {
    try {
      return body.get();
    } catch (LostException | FileProblem | CorruptFileException e) {
      throw IpcException.of(errno(e), call.get(), e.getMessage(), e);
    }
  }

  /** The errno of what went wrong below. */
  static Errno errno(RuntimeException e) {
    if (e instanceof LostException) {
      return Errno.EIDRM;
    }
    if (e instanceof FileProblem problem) {
      return problem.errno();
    }
    if (e instanceof CorruptFileException corrupt) {
      return corrupt.errno();
    }
    throw e;
  }
}
