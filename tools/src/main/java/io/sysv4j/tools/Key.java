package io.sysv4j.tools;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A key as it was typed.
 *
 * @param value the key
 * @param text how it was written, for messages
 */
record Key(int value, String text) {
  /** Reads decimal, 0x hexadecimal and 0 octal numbers of 32 bits, with or without sign. */
  static final class Converter implements ITypeConverter<Key> {
    @Override
    public Key convert(String text) {
      try {
        long value = Long.decode(text);
        if (value == (int) value || value >>> 32 == 0) {
          return new Key((int) value, text);
        }
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is not a key: a number");
      }
      throw new TypeConversionException("'" + text + "' is not a key: it has more than 32 bits");
    }
  }
}
