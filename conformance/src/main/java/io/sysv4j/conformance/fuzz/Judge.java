package io.sysv4j.conformance.fuzz;

/** Says whether two sides' answers to one call are the same. */
final class Judge {
  private final Names names;
  private final Clock clock;
  private final boolean exact;

  /**
   * Makes a judge.
   *
   * @param exact whether both namespaces were empty when the session began, and so identifiers and
   *     totals must be equal too
   */
  Judge(Names names, Clock clock, boolean exact) {
    this.names = names;
    this.clock = clock;
    this.exact = exact;
  }

  boolean agree(Call call, Answer left, Answer right) {
    Answer a = names.named(Side.LEFT, call, left);
    Answer b = names.named(Side.RIGHT, call, right);
    if (!a.with(new long[0]).equals(b.with(new long[0])) || a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      Role role = call.kind().result(i);
      boolean same =
          role == Role.TIME ? clock.agree(a.value(i), b.value(i)) : a.value(i) == b.value(i);
      if (role == Role.ANY || role == Role.TOTAL && !exact) {
        same = true;
      }
      if (exact && (role == Role.SET || role == Role.SEGMENT)) {
        same &= left.value(i) == right.value(i);
      }
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
