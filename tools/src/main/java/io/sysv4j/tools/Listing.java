package io.sysv4j.tools;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SemidDs;
import io.sysv4j.ShmidDs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** All objects of a namespace, in the order of their indexes. */
final class Listing {
  private Listing() {}

  static List<SemidDs> sets(IpcNamespace ns) {
    return all(ns.semInfo().highestIndex(), ns::semStatAnyAt);
  }

  static List<ShmidDs> segments(IpcNamespace ns) {
    return all(ns.shmInfo().highestIndex(), ns::shmStatAnyAt);
  }

  private static <T> List<T> all(int highestIndex, IntFunction<T> statAt) {
    List<T> found = new ArrayList<>();
    for (int index = 0; index <= highestIndex; index++) {
      try {
        found.add(statAt.apply(index));
      } catch (IpcException e) {
        if (e.errno() != Errno.EINVAL) {
          throw e;
        } // EINVAL: nothing there
      }
    }
    return found;
  }
}
