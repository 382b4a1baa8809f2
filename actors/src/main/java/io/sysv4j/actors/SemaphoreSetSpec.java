package io.sysv4j.actors;

import io.sysv4j.Ipc;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which set an actor serves: the arguments of {@code semget}, and the values of a set that this
 * call makes.
 *
 * @param key the key; {@link Ipc#IPC_PRIVATE} makes a new set, which can't be got again
 * @param nsems how many semaphores
 * @param semflg IPC_CREAT, IPC_EXCL, and nine permission bits; IPC_EXCL counts the first time only
 * @param initial the values of a set that is made, or empty for zeros. As in C, making a set and
 *     setting its values are two calls: for a moment others see zeros, and a crash between the two
 *     leaves zeros.
 */
public record SemaphoreSetSpec(int key, int nsems, int semflg, List<Integer> initial) {
  /** Checks the initial values. */
  public SemaphoreSetSpec {
    initial = List.copyOf(initial);
    if (!initial.isEmpty() && initial.size() != nsems) {
      throw new IllegalArgumentException(initial.size() + " initial values for " + nsems);
    }
    if (initial.stream().anyMatch(value -> value < 0 || value > Ipc.SEMVMX)) {
      throw new IllegalArgumentException("initial " + initial + " leaves 0.." + Ipc.SEMVMX);
    }
  }

  /** The arguments of {@code semget}. */
  public static SemaphoreSetSpec of(int key, int nsems, int semflg) {
    return new SemaphoreSetSpec(key, nsems, semflg, List.of());
  }

  /** The same, with the values that the set gets if it is made. */
  public SemaphoreSetSpec withInitial(int... values) {
    return new SemaphoreSetSpec(
        key, nsems, semflg, Arrays.stream(values).boxed().collect(Collectors.toList()));
  }

  boolean isPrivate() {
    return key == Ipc.IPC_PRIVATE;
  }
}
