package io.sysv4j.conformance.torture;

import io.sysv4j.offheap.internal.engine.Engine;
import java.util.Random;

/** What a play gets of its worker. */
record Part(Engine engine, Board board, Ledger ledger, Mishaps mishaps, Random random) {}
