package io.sysv4j.conformance.harness;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Spells values as text and reads them back: numbers as they are, {@code [1,2]} for an array,
 * {@code (0,-1,4096)} for a record, {@code null}. Whoever reads knows the type.
 */
final class Wire {
  private final String text;
  private int at;

  private Wire(String text) {
    this.text = text;
  }

  /** One message: fields that may hold anything, separated by tabs. */
  static String line(Object... fields) {
    StringJoiner line = new StringJoiner("\t");
    for (Object field : fields) {
      line.add(
          String.valueOf(field)
              .replace("\\", "\\\\")
              .replace("\t", "\\t")
              .replace("\r", "\\r")
              .replace("\n", "\\n"));
    }
    return line.toString();
  }

  /** The fields of a message. */
  static String[] fields(String line) {
    String[] fields = line.split("\t", -1);
    for (int i = 0; i < fields.length; i++) {
      if (fields[i].indexOf('\\') >= 0) {
        fields[i] = fields[i].translateEscapes();
      }
    }
    return fields;
  }

  static String spell(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Record) {
      StringJoiner parts = new StringJoiner(",", "(", ")");
      for (RecordComponent c : value.getClass().getRecordComponents()) {
        parts.add(spell(component(value, c)));
      }
      return parts.toString();
    }
    if (value.getClass().isArray()) {
      StringJoiner parts = new StringJoiner(",", "[", "]");
      for (int i = 0; i < Array.getLength(value); i++) {
        parts.add(spell(Array.get(value, i)));
      }
      return parts.toString();
    }
    return value.toString();
  }

  private static Object component(Object value, RecordComponent c) {
    try {
      return c.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't read " + c + " of " + value, e);
    }
  }

  static <T> T read(String text, Class<T> type) {
    Wire in = new Wire(text);
    T value = cast(in.value(type), type);
    if (in.at != text.length()) {
      throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + text);
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value, Class<T> type) {
    return (T) value; // a primitive type's own class would refuse its box
  }

  private Object value(Class<?> type) {
    if (type == URI.class) {
      at = text.length();
      return URI.create(text);
    }
    if (text.startsWith("null", at)) {
      at += 4;
      return null;
    }
    if (type.isArray()) {
      return array(type.getComponentType());
    }
    return type.isRecord() ? record(type) : scalar(word(), type);
  }

  private Object array(Class<?> element) {
    List<Object> values = new ArrayList<>();
    expect('[');
    while (text.charAt(at) != ']') {
      values.add(value(element));
      if (text.charAt(at) == ',') {
        at++;
      }
    }
    expect(']');
    Object array = Array.newInstance(element, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      expect(i == 0 ? '(' : ',');
      types[i] = components[i].getType();
      values[i] = value(types[i]);
    }
    expect(')');
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + text, e);
    }
  }

  private void expect(char c) {
    if (text.charAt(at) != c) {
      throw new IllegalArgumentException("'" + c + "' expected at " + at + ": " + text);
    }
    at++;
  }

  private String word() {
    int start = at;
    while (at < text.length() && ",)]".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private static Object scalar(String word, Class<?> type) {
    if (type == int.class) {
      return Integer.decode(word);
    }
    if (type == long.class) {
      return Long.decode(word);
    }
    if (type == boolean.class) {
      return Boolean.valueOf(word);
    }
    if (type == Duration.class) {
      return Duration.parse(word);
    }
    if (type == String.class) {
      return word;
    }
    for (Object constant : type.isEnum() ? type.getEnumConstants() : new Object[0]) {
      if (((Enum<?>) constant).name().equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("can't read a " + type.getSimpleName() + " from " + word);
  }
}
