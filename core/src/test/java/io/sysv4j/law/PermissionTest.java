package io.sysv4j.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.IpcPerm;
import io.sysv4j.law.Permission.Credentials;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {
  private static final int OWNER = 100;
  private static final int CREATOR = 101;
  private static final int GROUP = 200;
  private static final int CREATOR_GROUP = 201;

  private static IpcPerm perm(int mode) {
    return new IpcPerm(1, OWNER, GROUP, CREATOR, CREATOR_GROUP, mode, 0);
  }

  private static Credentials user(int euid, int egid, int... groups) {
    return new Credentials(euid, egid, groups, false, false, false);
  }

  /** Whether the one digit of the mode that counts, spelled out, has every right asked for. */
  private static boolean naive(IpcPerm perm, int euid, int egid, int extra, int requested) {
    String mode = String.format("%03o", perm.mode());
    char digit;
    if (euid == OWNER || euid == CREATOR) {
      digit = mode.charAt(0);
    } else if (egid == GROUP || egid == CREATOR_GROUP || extra == GROUP || extra == CREATOR_GROUP) {
      digit = mode.charAt(1);
    } else {
      digit = mode.charAt(2);
    }
    for (char asked : String.format("%03o", requested).toCharArray()) {
      for (int right = 1; right <= 4; right *= 2) {
        if ((asked - '0' & right) != 0 && (digit - '0' & right) == 0) {
          return false;
        }
      }
    }
    return true;
  }

  @Property(tries = 20_000)
  void shouldAskOneClassOnly(
      @ForAll @IntRange(max = 0777) int mode,
      @ForAll @IntRange(max = 0777) int requested,
      @ForAll @IntRange(min = 99, max = 102) int euid,
      @ForAll @IntRange(min = 199, max = 202) int egid,
      @ForAll @IntRange(min = 199, max = 202) int extra) {
    IpcPerm perm = perm(mode);
    assertEquals(
        naive(perm, euid, egid, extra, requested),
        Permission.allows(perm, user(euid, egid, 7, extra), requested));
    assertTrue(
        Permission.allows(
            perm, new Credentials(euid, egid, new int[] {extra}, true, false, false), requested),
        "CAP_IPC_OWNER may everything");
  }

  @Property
  void shouldPassWhenNothingIsAskedFor(
      @ForAll @IntRange(max = 0777) int mode, @ForAll @IntRange(min = 99, max = 102) int euid) {
    assertTrue(Permission.allows(perm(mode), user(euid, 1), 0));
  }

  @ParameterizedTest
  @CsvSource({"0400", "0040", "0004"})
  void shouldMergeTheDigitsOfARequest(String requested) {
    int bits = Integer.parseInt(requested, 8);
    assertTrue(Permission.allows(perm(0004), user(1, 1), bits));
    assertFalse(Permission.allows(perm(0440), user(1, 1), bits));
  }

  @Test
  void shouldNotFallThroughToAMoreGenerousClass() {
    assertFalse(Permission.allows(perm(0077), user(OWNER, GROUP), Permission.READ));
    assertFalse(Permission.allows(perm(0707), user(1, 1, GROUP), Permission.READ));
    assertTrue(Permission.allows(perm(0070), user(1, 1, CREATOR_GROUP), Permission.WRITE));
  }

  @Test
  void shouldLetOwnerCreatorAndAdministratorRemoveWhateverTheMode() {
    assertTrue(Permission.owns(perm(0), user(OWNER, 1)));
    assertTrue(Permission.owns(perm(0), user(CREATOR, 1)));
    assertFalse(Permission.owns(perm(0777), user(1, GROUP)));
    assertFalse(
        Permission.owns(perm(0777), new Credentials(1, 1, new int[0], true, false, true)),
        "CAP_IPC_OWNER is not enough");
    assertTrue(Permission.owns(perm(0), new Credentials(1, 1, new int[0], false, true, false)));
  }

  @Test
  void shouldLetOwnerCreatorAndTheLockerLock() {
    assertTrue(Permission.maySetLock(perm(0), user(OWNER, 1)));
    assertTrue(Permission.maySetLock(perm(0), user(CREATOR, 1)));
    assertFalse(Permission.maySetLock(perm(0777), user(1, GROUP)));
    assertTrue(
        Permission.maySetLock(perm(0), new Credentials(1, 1, new int[0], false, false, true)));
  }

  @Test
  void shouldKeepItsOwnGroups() {
    int[] groups = {GROUP};
    Credentials who = user(1, 1, groups);
    groups[0] = 1;
    who.groups()[0] = 2;
    assertTrue(Permission.allows(perm(0040), who, Permission.READ));
  }
}
