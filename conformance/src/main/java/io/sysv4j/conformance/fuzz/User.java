package io.sysv4j.conformance.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who runs the fuzzer. Only root can give objects away in a namespace of files; programs of others
 * leave that out.
 *
 * @param uid effective user
 * @param gid effective group
 */
record User(int uid, int gid) {
  static final User ROOT = new User(0, 0);

  /** The user of this process. */
  static User current() {
    try {
      Map<String, Object> self = Files.readAttributes(Path.of("/proc/self"), "unix:uid,gid");
      return new User((int) self.get("uid"), (int) self.get("gid"));
    } catch (IOException e) {
      throw new UncheckedIOException("there is no /proc to tell who we are", e);
    }
  }

  /** An owner to give an object to; -1 is refused. */
  int owner(Dice dice) {
    return uid == 0 ? dice.pick(0, 0, 0, 1, 1234, -1) : dice.pick(uid, uid, uid, -1);
  }

  /** A group to give an object to; -1 is refused. */
  int group(Dice dice) {
    return uid == 0 ? dice.pick(0, 0, 0, 1, 1234, -1) : dice.pick(gid, gid, gid, -1);
  }

  /** The mode of a new object. */
  int mode(Dice dice) {
    return dice.pick(0600, 0600, 0666, 0, 0777, 0400, 0200);
  }

  /** A mode to set; only nine bits of it count. */
  int newMode(Dice dice) {
    return dice.pick(0, 0400, 0200, 0600, 0644, 0777, 01777, 07777, -1);
  }
}
