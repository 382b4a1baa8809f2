/**
 * How a namespace is found: a provider module implements {@link io.sysv4j.spi.IpcNamespaceProvider}
 * and names it in {@code META-INF/services}.
 */
package io.sysv4j.spi;
