/**
 * A house in small with one breach of each wall, for {@code PlantedViolationsTest}. The classes
 * named {@code Breach…} break a wall; the others keep to all of them.
 */
package io.sysv4j.conformance.planted;
