package io.sysv4j.conformance.faults;

import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Uses a namespace while it is damaged, with some who sleep in it; in the end all of them must have
 * come back: with an answer, an {@link IpcException}, or because the namespace is closed.
 */
final class LiveExercise {
  private final IpcNamespace ns;
  private final Random random;
  private final LiveDamage damage;
  private final List<Thread> sleepers = new ArrayList<>();
  private final List<CompletableFuture<Void>> futures = new ArrayList<>();
  private volatile Throwable surprise;

  LiveExercise(IpcNamespace ns, Random random, LiveDamage damage) {
    this.ns = ns;
    this.random = random;
    this.damage = damage;
  }

  void run() throws Exception {
    for (int set = 0; set < 3; set++) {
      int semid = ns.semget(Image.KEY + set, 0, 0);
      sleep(() -> ns.semop(semid, 0, -20, 0));
      futures.add(ns.semopAsync(semid, new Sembuf(1, -20, 0), new Sembuf(2, -20, Ipc.SEM_UNDO)));
    }
    Exercise exercise = new Exercise(ns, random);
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      damage.strike();
      int key = Image.KEY + random.nextInt(3);
      try {
        exercise.set(ns.semget(key, 0, 0));
      } catch (IpcException e) {
        continue; // the damage was noticed
      }
    }
    exercise.everything();
    ns.close();
    awaitAll();
  }

  private void sleep(Runnable call) {
    Thread thread =
        new Thread(
            () -> {
              try {
                call.run();
              } catch (IpcException | IllegalStateException e) {
                return; // told
              } catch (RuntimeException | Error e) {
                surprise = e;
              }
            });
    thread.setDaemon(true);
    thread.start();
    sleepers.add(thread);
  }

  private void awaitAll() throws Exception {
    for (Thread sleeper : sleepers) {
      sleeper.join();
    }
    for (CompletableFuture<Void> future : futures) {
      try {
        future.get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        boolean told =
            e.getCause() instanceof IpcException || e.getCause() instanceof IllegalStateException;
        surprise = told ? surprise : e.getCause();
      }
    }
    if (surprise != null) {
      throw new IllegalStateException("a sleeper failed", surprise);
    }
  }
}
