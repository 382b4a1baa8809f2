package io.sysv4j.examples.demo;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 4096}, {@code 64K} or {@code 1M}. */
final class ByteCount implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    int shift = upper.endsWith("K") ? 10 : upper.endsWith("M") ? 20 : 0;
    String digits = shift == 0 ? upper : upper.substring(0, upper.length() - 1);
    try {
      int bytes = Math.multiplyExact(Integer.parseInt(digits), 1 << shift);
      if (bytes > 0) {
        return bytes;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new TypeConversionException("'" + text + "' is not a size such as 4096, 64K or 1M");
    }
    throw new TypeConversionException("'" + text + "' is not a size of at least 1 byte");
  }
}
