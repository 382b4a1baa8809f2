package io.sysv4j.tools;

import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import java.io.PrintWriter;
import java.util.Locale;

/** What the reports of {@code ipcs} share. */
abstract class Report {
  final IpcNamespace ns;
  final Accounts accounts = new Accounts();
  private final PrintWriter out;

  Report(IpcNamespace ns, PrintWriter out) {
    this.ns = ns;
    this.out = out;
  }

  /** Prints one view of all objects. */
  abstract void show(View view);

  /** Prints all about one object. */
  abstract void detail(int id);

  final void line(String format, Object... args) {
    out.println(String.format(Locale.ROOT, format, args));
  }

  /** A line of the view of creators and owners. */
  final void creatorLine(int id, IpcPerm perm) {
    line(
        "%-10d %-10o %-10.10s %-10.10s %-10.10s %-10.10s",
        id,
        perm.mode() & 0777,
        accounts.user(perm.cuid()),
        accounts.group(perm.cgid()),
        accounts.user(perm.uid()),
        accounts.group(perm.gid()));
  }

  /** The four numbers of owner and creator, each after its name. */
  final void ownerLine(String separator, IpcPerm perm) {
    line(
        "uid=%2$s%1$sgid=%3$s%1$scuid=%4$s%1$scgid=%5$s",
        separator,
        Integer.toUnsignedString(perm.uid()),
        Integer.toUnsignedString(perm.gid()),
        Integer.toUnsignedString(perm.cuid()),
        Integer.toUnsignedString(perm.cgid()));
  }

  /** As C's {@code %#o}: with a leading zero, but zero itself as one. */
  static String octal(int mode) {
    return mode == 0 ? "0" : "0" + Integer.toOctalString(mode);
  }
}
