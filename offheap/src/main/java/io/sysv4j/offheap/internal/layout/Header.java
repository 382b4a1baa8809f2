package io.sysv4j.offheap.internal.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * The first 64 bytes of every file, written before the file has a name and never again.
 *
 * <pre>
 *    0  magic         8   "SYSV4JNS" (namespace) or "SYSV4JSE" (set)
 *    8  version       4   of the layout
 *   12  byte order    4   0x01020304
 *   16  fingerprint   8   of the layout's offsets
 *   24  size          8   bytes the file was made with
 *   32  namespace     8   a random number, the same in all files of a namespace
 *   40  a             4   namespace: 0          set: semid
 *   44  b             4   namespace: 0          set: nsems
 *   48  boot          8   hash of the boot id when it was made
 *   56  crc           4   of bytes 0..55
 * </pre>
 */
public record Header(
    long magic, int version, long fingerprint, long size, long namespace, int a, int b, long boot) {
  /** How many bytes it takes. */
  public static final int LENGTH = 64;

  /** The layout's version. */
  public static final int VERSION = 1;

  /** The magic of a namespace file. */
  public static final long NAMESPACE = magic("SYSV4JNS");

  /** The magic of a set's file. */
  public static final long SET = magic("SYSV4JSE");

  private static final int ORDER_MARK = 0x01020304;
  private static final int A = 40;
  private static final int CRC = 56;

  private static long magic(String text) {
    return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .order(ByteOrder.nativeOrder())
        .getLong();
  }

  /** The bytes of a header that learns its {@code a} when nothing may be allocated any more. */
  public static final class Draft {
    private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
    private final CRC32 crc = new CRC32();

    /** The header as far as it is known. */
    public Draft(Header header) {
      bytes.putLong(header.magic).putInt(header.version).putInt(ORDER_MARK);
      bytes.putLong(header.fingerprint).putLong(header.size).putLong(header.namespace);
      bytes.putInt(header.a).putInt(header.b).putLong(header.boot);
      sign();
    }

    private void sign() {
      crc.reset();
      crc.update(bytes.array(), 0, CRC);
      bytes.putInt(CRC, (int) crc.getValue());
    }

    /** Its {@code a}. */
    public void number(int a) {
      bytes.putInt(A, a);
      sign();
    }

    /** Its 64 bits at an offset. */
    public long word(int offset) {
      return bytes.getLong(offset);
    }
  }

  /** The bytes, in native order. */
  public byte[] encode() {
    return new Draft(this).bytes.array();
  }

  /**
   * Reads and checks a header.
   *
   * @param bytes the first bytes of the file
   * @param expectedMagic what kind of file it must be
   * @param expectedFingerprint of the layout this code knows
   * @param actualSize how long the file is
   * @throws IllegalArgumentException with the reason, if it is not whole, ours, and this version's
   */
  public static Header decode(
      byte[] bytes, long expectedMagic, long expectedFingerprint, long actualSize) {
    require(bytes.length == LENGTH, "it is " + actualSize + " bytes long, shorter than a header");
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    require(in.getLong(0) == expectedMagic, "it is not a sysv4j file of this kind (wrong magic)");
    require(in.getInt(12) == ORDER_MARK, "it was made on a machine with another byte order");
    int version = in.getInt(8);
    require(
        version == VERSION,
        "its layout is version " + version + ", this library reads version " + VERSION);
    require(in.getInt(CRC) == crc(in), "its header is damaged (wrong checksum)");
    require(
        in.getLong(16) == expectedFingerprint,
        "its layout differs from this library's, though both say version " + VERSION);
    long size = in.getLong(24);
    require(
        actualSize >= size,
        "it is truncated: " + actualSize + " bytes instead of at least " + size);
    return new Header(
        expectedMagic,
        version,
        expectedFingerprint,
        size,
        in.getLong(32),
        in.getInt(40),
        in.getInt(44),
        in.getLong(48));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 0, CRC);
    return (int) crc.getValue();
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
