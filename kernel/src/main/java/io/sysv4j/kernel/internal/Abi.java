package io.sysv4j.kernel.internal;

/**
 * What differs between the machines that Linux runs on: numbers of system calls, and where {@code
 * struct semid64_ds} has its fields (x86-64 kept a gap after each time).
 */
enum Abi {
  X86_64(64, 66, 220, 29, 30, 31, 67, 14, 186, 234, 64, 80),
  AARCH64(190, 191, 192, 194, 196, 195, 197, 135, 178, 131, 56, 64);

  final int semget;
  final int semctl;
  final int semtimedop;
  final int shmget;
  final int shmat;
  final int shmctl;
  final int shmdt;
  final int sigprocmask;
  final int gettid;
  final int tgkill;
  final int semCtimeOffset;
  final int semNsemsOffset;

  Abi(
      int semget,
      int semctl,
      int semtimedop,
      int shmget,
      int shmat,
      int shmctl,
      int shmdt,
      int sigprocmask,
      int gettid,
      int tgkill,
      int semCtimeOffset,
      int semNsemsOffset) {
    this.semget = semget;
    this.semctl = semctl;
    this.semtimedop = semtimedop;
    this.shmget = shmget;
    this.shmat = shmat;
    this.shmctl = shmctl;
    this.shmdt = shmdt;
    this.sigprocmask = sigprocmask;
    this.gettid = gettid;
    this.tgkill = tgkill;
    this.semCtimeOffset = semCtimeOffset;
    this.semNsemsOffset = semNsemsOffset;
  }

  /**
   * This machine's.
   *
   * @throws UnsupportedOperationException if it is none of these
   */
  static Abi current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Abi of(String os, String arch) {
    if ("Linux".equals(os)) {
      switch (arch) {
        case "amd64":
        case "x86_64":
          return X86_64;
        case "aarch64":
          return AARCH64;
        default:
      }
    }
    throw new UnsupportedOperationException(
        "kernel: needs Linux on x86-64 or aarch64, and this is "
            + os
            + " on "
            + arch
            + "; offheap: may do instead");
  }
}
