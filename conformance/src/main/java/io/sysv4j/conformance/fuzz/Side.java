package io.sysv4j.conformance.fuzz;

/**
 * The two namespaces that are compared. Either may be the machine's own, which other users share,
 * and what a killed fuzzer has left there; so each fuzzer has keys of its own, by its process id.
 */
enum Side {
  LEFT(0x20000000),
  RIGHT(0x40000000);

  /** How many bits of a key tell which key of the program it is. */
  private static final int NAME_BITS = 7;

  static final Side[] BOTH = values();

  private final int keys;

  Side(int keys) {
    int pid = (int) ProcessHandle.current().pid() & 0x3fffff;
    this.keys = keys + (pid << NAME_BITS);
  }

  /** What a program's key is on this side. */
  int key(int name) {
    return name == 0 ? 0 : name < 0 ? ~keys + name : keys + name;
  }

  /** What a key of this side is in the program, for keys that came from it. */
  int name(int key) {
    return key == 0 ? 0 : key < 0 ? key - ~keys : key - keys;
  }
}
