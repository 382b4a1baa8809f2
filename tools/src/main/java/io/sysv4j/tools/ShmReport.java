package io.sysv4j.tools;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.ShmUsage;
import io.sysv4j.ShmidDs;
import io.sysv4j.Shminfo;
import java.io.PrintWriter;

/** What {@code ipcs} prints of shared-memory segments, to the letter. */
final class ShmReport extends Report {
  private static final int PERMISSIONS = 0777;
  private static final long KIB_IN_PAGE = Ipc.SHMLBA / 1024;

  ShmReport(IpcNamespace ns, PrintWriter out) {
    super(ns, out);
  }

  @Override
  void show(View view) {
    switch (view) {
      case LIST -> list();
      case TIMES -> times();
      case PIDS -> pids();
      case CREATORS -> creators();
      case LIMITS -> limits();
      case SUMMARY -> summary();
    }
  }

  private void list() {
    line("------ Shared Memory Segments --------");
    line(
        "%-10s %-10s %-10s %-10s %-10s %-10s %-12s",
        "key", "shmid", "owner", "perms", "bytes", "nattch", "status");
    for (ShmidDs segment : Listing.segments(ns)) {
      IpcPerm perm = segment.perm();
      line(
          "0x%08x %-10d %-10.10s %-10o %-10s %-10d %-6s %-6s",
          perm.key(),
          segment.shmid(),
          accounts.user(perm.uid()),
          perm.mode() & PERMISSIONS,
          Long.toUnsignedString(segment.shmSegsz()),
          segment.shmNattch(),
          (perm.mode() & Ipc.SHM_DEST) != 0 ? "dest" : "",
          (perm.mode() & Ipc.SHM_LOCKED) != 0 ? "locked" : "");
    }
  }

  private void times() {
    line("------ Shared Memory Attach/Detach/Change Times --------");
    line("%-10s %-10s %-20s %-20s %-20s", "shmid", "owner", "attached", "detached", "changed");
    for (ShmidDs segment : Listing.segments(ns)) {
      line(
          "%-10d %-10.10s %-20s %-20s %-20s",
          segment.shmid(),
          accounts.user(segment.perm().uid()),
          Times.brief(segment.shmAtime()),
          Times.brief(segment.shmDtime()),
          Times.brief(segment.shmCtime()));
    }
  }

  private void pids() {
    line("------ Shared Memory Creator/Last-op PIDs --------");
    line("%-10s %-10s %-10s %-10s", "shmid", "owner", "cpid", "lpid");
    for (ShmidDs segment : Listing.segments(ns)) {
      line(
          "%-10d %-10.10s %-10d %-10d",
          segment.shmid(),
          accounts.user(segment.perm().uid()),
          segment.shmCpid(),
          segment.shmLpid());
    }
  }

  private void creators() {
    line("------ Shared Memory Segment Creators/Owners --------");
    line("%-10s %-10s %-10s %-10s %-10s %-10s", "shmid", "perms", "cuid", "cgid", "uid", "gid");
    for (ShmidDs segment : Listing.segments(ns)) {
      creatorLine(segment.shmid(), segment.perm());
    }
  }

  private void limits() {
    Shminfo info = ns.shmIpcInfo();
    line("------ Shared Memory Limits --------");
    line("max number of segments = %s", Long.toUnsignedString(info.shmmni()));
    line(
        "max seg size (kbytes) = %s",
        Long.toUnsignedString(Long.divideUnsigned(info.shmmax(), 1024)));
    line("max total shared memory (kbytes) = %s", Long.toUnsignedString(kibOfPages(info.shmall())));
    line("min seg size (bytes) = %s", Long.toUnsignedString(info.shmmin()));
  }

  /** So many pages in KiB, or the most that 64 bits hold. */
  private static long kibOfPages(long pages) {
    long most = Long.divideUnsigned(-1L, KIB_IN_PAGE);
    return (Long.compareUnsigned(pages, most) > 0 ? most : pages) * KIB_IN_PAGE;
  }

  private void summary() {
    ShmUsage usage = ns.shmInfo();
    line("------ Shared Memory Status --------");
    line("segments allocated %d", usage.usedIds());
    line("pages allocated %d", usage.shmTot());
    line("pages resident  %d", usage.shmRss());
    line("pages swapped   %d", usage.shmSwp());
    line("Swap performance: 0 attempts\t 0 successes"); // Linux counts neither since 2.6
  }

  @Override
  void detail(int shmid) {
    ShmidDs segment = ns.shmStat(shmid);
    IpcPerm perm = segment.perm();
    line("Shared memory Segment shmid=%d", shmid);
    ownerLine("\t", perm);
    line("mode=%s\taccess_perms=%s", octal(perm.mode()), octal(perm.mode() & PERMISSIONS));
    line(
        "bytes=%s\tlpid=%d\tcpid=%d\tnattch=%d",
        Long.toUnsignedString(segment.shmSegsz()),
        segment.shmLpid(),
        segment.shmCpid(),
        segment.shmNattch());
    line("att_time=%-26s", Times.full(segment.shmAtime()));
    line("det_time=%-26s", Times.full(segment.shmDtime()));
    line("change_time=%-26s", Times.full(segment.shmCtime()));
  }
}
