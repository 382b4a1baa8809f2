package io.sysv4j.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "1023, 1023 bytes",
    "1024, 1.00 KiB",
    "65536, 64.0 KiB",
    "128651445, 122.7 MiB",
    "9223372036854775807, 8388608.0 TiB"
  })
  void shouldWriteBytesAsPeopleReadThem(long bytes, String text) {
    assertEquals(text, Text.bytes(bytes));
  }
}
