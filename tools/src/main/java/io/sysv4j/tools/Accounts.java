package io.sysv4j.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of users and groups, from {@code /etc/passwd} and {@code /etc/group}; whoever is not there
 * (but in a directory service, say) is shown by number.
 */
final class Accounts {
  private final Map<Integer, String> users = namesIn(Path.of("/etc/passwd"));
  private final Map<Integer, String> groups = namesIn(Path.of("/etc/group"));

  String user(int uid) {
    return users.getOrDefault(uid, Integer.toUnsignedString(uid));
  }

  String group(int gid) {
    return groups.getOrDefault(gid, Integer.toUnsignedString(gid));
  }

  /** Lines of {@code name:password:number:...}; a file that can't be read has no names. */
  private static Map<Integer, String> namesIn(Path file) {
    Map<Integer, String> names = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", 4);
        if (fields.length > 2 && fields[2].matches("\\d{1,10}")) {
          names.putIfAbsent((int) Long.parseLong(fields[2]), fields[0]);
        }
      }
    } catch (IOException e) {
      return names;
    }
    return names;
  }
}
