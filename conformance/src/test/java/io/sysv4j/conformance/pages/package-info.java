/** What the pages of docs/ say, held against the tests. */
package io.sysv4j.conformance.pages;
