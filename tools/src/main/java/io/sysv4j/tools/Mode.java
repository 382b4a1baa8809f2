package io.sysv4j.tools;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Permission bits.
 *
 * @param bits nine bits
 */
record Mode(int bits) {
  /** Reads octal numbers. */
  static final class Converter implements ITypeConverter<Mode> {
    @Override
    public Mode convert(String text) {
      if (!text.matches("0*[0-7]{1,3}")) {
        throw new TypeConversionException("'" + text + "' is not an octal mode from 0 to 0777");
      }
      return new Mode(Integer.parseInt(text, 8));
    }
  }
}
