/**
 * What was measured, and what it means: numbers by work, subject and metric, one a round; ratios
 * taken within a round; goals.
 */
package io.sysv4j.benchmarks.results;
