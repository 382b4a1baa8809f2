package io.sysv4j.tools;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A size in bytes.
 *
 * @param bytes an unsigned number
 */
record Size(long bytes) {
  /** Reads {@code 5000}, {@code 1.5K} or {@code 1KiB} (1024 bytes), {@code 1KB} (1000 bytes). */
  static final class Converter implements ITypeConverter<Size> {
    private static final Pattern SHAPE =
        Pattern.compile("(\\d+(?:\\.\\d+)?)(?:([KMGTPE])(B|IB)?)?");
    private static final String UNITS = "KMGTPE";

    @Override
    public Size convert(String text) {
      Matcher parts = SHAPE.matcher(text.toUpperCase(Locale.ROOT));
      if (!parts.matches()) {
        throw new TypeConversionException("'" + text + "' is not a size such as 5000, 64K or 1MB");
      }
      BigInteger bytes =
          new BigDecimal(parts.group(1)).multiply(new BigDecimal(unit(parts))).toBigInteger();
      if (bytes.bitLength() > Long.SIZE) {
        throw new TypeConversionException("'" + text + "' is more than 64 bits hold");
      }
      return new Size(bytes.longValue());
    }

    private static BigInteger unit(Matcher parts) {
      if (parts.group(2) == null) {
        return BigInteger.ONE;
      }
      int base = "B".equals(parts.group(3)) ? 1000 : 1024;
      return BigInteger.valueOf(base).pow(1 + UNITS.indexOf(parts.group(2)));
    }
  }
}
