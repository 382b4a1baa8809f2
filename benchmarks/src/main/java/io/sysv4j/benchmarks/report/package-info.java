/**
 * What a run leaves behind: raw numbers as JSON, tables as Markdown, and both with charts in one
 * HTML file that needs nothing else.
 */
package io.sysv4j.benchmarks.report;
