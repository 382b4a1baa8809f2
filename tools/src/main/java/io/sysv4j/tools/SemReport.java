package io.sysv4j.tools;

import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.SemidDs;
import io.sysv4j.Seminfo;
import java.io.PrintWriter;

/** What {@code ipcs} prints of semaphore sets, to the letter. */
final class SemReport extends Report {
  SemReport(IpcNamespace ns, PrintWriter out) {
    super(ns, out);
  }

  @Override
  void show(View view) {
    switch (view) {
      case LIST -> list();
      case TIMES -> times();
      case CREATORS -> creators();
      case LIMITS -> limits();
      case SUMMARY -> summary();
      case PIDS -> {} // a set has no pids of its own; each semaphore has one, see detail
    }
  }

  private void list() {
    line("------ Semaphore Arrays --------");
    line("%-10s %-10s %-10s %-10s %-10s", "key", "semid", "owner", "perms", "nsems");
    for (SemidDs set : Listing.sets(ns)) {
      IpcPerm perm = set.perm();
      line(
          "0x%08x %-10d %-10.10s %-10o %-10d",
          perm.key(), set.semid(), accounts.user(perm.uid()), perm.mode(), set.semNsems());
    }
  }

  private void times() {
    line("------ Semaphore Operation/Change Times --------");
    line("%-8s %-10s %-26s %-26s", "semid", "owner", "last-op", "last-changed");
    for (SemidDs set : Listing.sets(ns)) {
      line(
          "%-8d %-10.10s  %-26s %-26s",
          set.semid(),
          accounts.user(set.perm().uid()),
          Times.full(set.semOtime()),
          Times.full(set.semCtime()));
    }
  }

  private void creators() {
    line("------ Semaphore Arrays Creators/Owners --------");
    line("%-10s %-10s %-10s %-10s %-10s %-10s", "semid", "perms", "cuid", "cgid", "uid", "gid");
    for (SemidDs set : Listing.sets(ns)) {
      creatorLine(set.semid(), set.perm());
    }
  }

  private void limits() {
    Seminfo info = ns.semIpcInfo();
    line("------ Semaphore Limits --------");
    line("max number of arrays = %d", info.semmni());
    line("max semaphores per array = %d", info.semmsl());
    line("max semaphores system wide = %d", info.semmns());
    line("max ops per semop call = %d", info.semopm());
    line("semaphore max value = %d", info.semvmx());
  }

  private void summary() {
    Seminfo usage = ns.semInfo();
    line("------ Semaphore Status --------");
    line("used arrays = %d", usage.semusz());
    line("allocated semaphores = %d", usage.semaem());
  }

  @Override
  void detail(int semid) {
    SemidDs set = ns.semStat(semid);
    IpcPerm perm = set.perm();
    line("Semaphore Array semid=%d", semid);
    ownerLine("\t ", perm);
    line("mode=%1$s, access_perms=%1$s", octal(perm.mode()));
    line("nsems = %d", set.semNsems());
    line("otime = %-26s", Times.full(set.semOtime()));
    line("ctime = %-26s", Times.full(set.semCtime()));
    line("%-10s %-10s %-10s %-10s %-10s", "semnum", "value", "ncount", "zcount", "pid");
    for (int sem = 0; sem < set.semNsems(); sem++) {
      line(
          "%-10d %-10d %-10d %-10d %-10d",
          sem,
          ns.getVal(semid, sem),
          ns.getNcnt(semid, sem),
          ns.getZcnt(semid, sem),
          ns.getPid(semid, sem));
    }
  }
}
