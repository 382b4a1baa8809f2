package io.sysv4j.conformance.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * As whom a peer runs. Another user than the referee's needs root and {@code setpriv}.
 *
 * @param uid the user, -1 = the referee's
 * @param gid the group
 * @param groups supplementary groups
 */
public record Login(int uid, int gid, List<Integer> groups) {
  /** The referee's own user. */
  public static final Login SAME = new Login(-1, -1, List.of());

  /** A user without rights. */
  public static final Login NOBODY = new Login(65534, 65534, List.of());

  /** A user, its group, and supplementary groups. */
  public static Login of(int uid, int gid, Integer... groups) {
    return new Login(uid, gid, Arrays.asList(groups));
  }

  boolean isSame() {
    return uid < 0;
  }

  /** What to write before the command line to run it as this user. */
  List<String> prefix() {
    List<String> prefix = new ArrayList<>();
    if (!isSame()) {
      prefix.add("setpriv");
      prefix.add("--reuid=" + uid);
      prefix.add("--regid=" + gid);
      prefix.add(
          groups.isEmpty()
              ? "--clear-groups"
              : groups.stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(",", "--groups=", "")));
    }
    return prefix;
  }
}
