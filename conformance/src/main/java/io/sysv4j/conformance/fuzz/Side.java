package io.sysv4j.conformance.fuzz;

/** The two namespaces that are compared. */
enum Side {
  LEFT(0x5e000000),
  RIGHT(0x5f000000);

  static final Side[] BOTH = values();

  private final int keys;

  Side(int keys) {
    this.keys = keys;
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
