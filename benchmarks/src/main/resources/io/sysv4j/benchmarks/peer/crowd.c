/* Several processes on one set: contention, false sharing, sleepers, and a death. */
#define _GNU_SOURCE
#include "peer.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/sem.h>
#include <unistd.h>

struct tally {
  atomic_int ready;
  atomic_int go;
  _Alignas(128) int64_t ops[64];
  int64_t ns[64];
};

typedef void pair(int semid, int num);

static sem_t *posix_sem;

static void give_take(int semid, int num) {
  add(semid, num, 1, 0);
  add(semid, num, -1, 0);
}

static void take_give(int semid, int num) {
  add(semid, num, -1, 0);
  add(semid, num, 1, 0);
}

static void posix_take_give(int semid, int num) {
  (void)semid, (void)num;
  while (sem_wait(posix_sem) != 0) {
  }
  sem_post(posix_sem);
}

/* A child on a processor of its own repeats a pair of operations until the time is up. */
static void hammer(struct tally *tally, int me, pair *pair, int semid, int num, int ms) {
  if (fork_child() != 0) return;
  pin(me);
  atomic_fetch_add(&tally->ready, 1);
  while (!atomic_load(&tally->go)) {
  }
  int64_t ops = 0, start = now_ns(), until = start + ms * 1000000LL, end;
  do {
    for (int i = 0; i < 100; i++) pair(semid, num);
    ops += 200;
    end = now_ns();
  } while (end < until);
  tally->ops[me] = ops;
  tally->ns[me] = end - start;
  exit(0);
}

static double total_rate(struct tally *tally, int processes) {
  while (atomic_load(&tally->ready) < processes) usleep(1000);
  atomic_store(&tally->go, 1);
  wait_children();
  double rate = 0;
  for (int i = 0; i < processes; i++) rate += tally->ops[i] * 1e9 / tally->ns[i];
  return rate;
}

static void contend_by(const char *subject, pair *pair, int semid, int ms) {
  struct tally *tally = shared(sizeof *tally);
  for (int i = 0; i < 2; i++) hammer(tally, i, pair, semid, 0, ms);
  number(subject, 2, "OPS_PER_S", total_rate(tally, 2));
}

/* Two processes take and give back the only unit of one semaphore. */
void contend(int ms) {
  int semid = make_set(1);
  add(semid, 0, 1, 0);
  contend_by("KERNEL_C", take_give, semid, ms);
  posix_sem = shared(sizeof *posix_sem);
  if (sem_init(posix_sem, 1, 1) < 0) die("sem_init");
  contend_by("SEM_T_C", posix_take_give, 0, ms);
}

/* Two processes, each on a semaphore of its own, of one set, then of two. */
void own_semaphores(int ms) {
  for (int count = 1; count <= 2; count++) {
    struct tally *tally = shared(sizeof *tally);
    int first = make_set(2), second = count == 2 ? make_set(2) : first;
    hammer(tally, 0, give_take, first, 0, ms);
    hammer(tally, 1, give_take, second, 1, ms);
    number("KERNEL_C", count, "OPS_PER_S", total_rate(tally, 2));
  }
}

static int crowd_set;

static void *sleeper(void *unused) {
  for (;;) {
    add(crowd_set, 0, -1, 0);
    add(crowd_set, 1, 1, 0);
  }
  return unused;
}

/* Two processes with four sleeping threads each; one operation releases all, one waits for all. */
void crowd(int ms) {
  crowd_set = make_set(2);
  for (int process = 0; process < 2; process++) {
    if (fork_child() == 0) {
      pthread_t thread;
      for (int i = 0; i < 3; i++) pthread_create(&thread, NULL, sleeper, NULL);
      sleeper(NULL);
    }
  }
  while (semctl(crowd_set, 0, GETNCNT) < 8) usleep(1000);
  int64_t start = now_ns(), warm = start + ms * 250000LL, end = warm + ms * 1000000LL, last = start;
  int64_t rounds = 0, counted_from = 0;
  while (last < end) {
    add(crowd_set, 0, 8, 0);
    add(crowd_set, 1, -8, 0);
    last = now_ns();
    if (last < warm) counted_from = last;
    else rounds++;
  }
  number("KERNEL_C", 0, "OPS_PER_S", rounds * 8 * 1e9 / (last - counted_from));
  semctl(crowd_set, 0, IPC_RMID);
  wait_children();
}

/* A holder is killed; the process that sleeps on its unit resumes. */
void recovery(int times) {
  struct tally *tally = shared(sizeof *tally);
  static int64_t ns[1000];
  if (times < 5) times = 5;
  if (times > 1000) times = 1000;
  int semid = make_set(1);
  add(semid, 0, 1, 0);
  for (int i = 0; i < times; i++) {
    int holder = fork_child();
    if (holder == 0) {
      add(semid, 0, -1, SEM_UNDO);
      for (;;) pause();
    }
    while (semctl(semid, 0, GETVAL) != 0) usleep(200);
    int waiter = fork_child();
    if (waiter == 0) {
      add(semid, 0, -1, 0);
      tally->ns[0] = now_ns();
      add(semid, 0, 1, 0);
      exit(0);
    }
    while (semctl(semid, 0, GETNCNT) != 1) usleep(200);
    int64_t start = now_ns();
    kill_and_reap(holder);
    wait_children();
    ns[i] = tally->ns[0] - start;
  }
  samples("KERNEL_C", "PACED", ns, times);
}
