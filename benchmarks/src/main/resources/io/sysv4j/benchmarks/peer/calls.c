/* What a call costs in one process. */
#define _GNU_SOURCE
#include "peer.h"

#include <errno.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sem.h>
#include <unistd.h>

#define BATCH 1000

static int semid;
static sem_t *sem;
static key_t key;

static void plain(void) {
  add(semid, 0, 1, 0);
  add(semid, 0, -1, 0);
}

static void undo(void) {
  add(semid, 0, 1, SEM_UNDO);
  add(semid, 0, -1, SEM_UNDO);
}

static void four(void) {
  static struct sembuf up[4] = {{0, 1, 0}, {1, 1, 0}, {2, 1, 0}, {3, 1, 0}};
  static struct sembuf down[4] = {{0, -1, 0}, {1, -1, 0}, {2, -1, 0}, {3, -1, 0}};
  if (semop(semid, up, 4) < 0 || semop(semid, down, 4) < 0) die("semop");
}

static void zero(void) { add(semid, 0, 0, 0); }

static void try(void) {
  struct sembuf sop = {0, -1, IPC_NOWAIT};
  if (semop(semid, &sop, 1) == 0 || errno != EAGAIN) die("semop did not refuse");
}

static void find(void) {
  if (semget(key, 1, 0600) < 0) die("semget");
}

static void posix_pair(void) {
  sem_post(sem);
  sem_wait(sem);
}

static void posix_try(void) {
  if (sem_trywait(sem) == 0) die("sem_trywait did not refuse");
}

static double per_call(void (*call)(void), int64_t until) {
  int64_t start = now_ns(), end, calls = 0;
  do {
    for (int i = 0; i < BATCH; i++) call();
    calls += BATCH;
    end = now_ns();
  } while (end < until);
  return (double)(end - start) / (double)calls;
}

/* The median of five stretches, after one that warms up. */
static void measure(const char *subject, void (*call)(void), int ops, int ms) {
  double t[5];
  int64_t stretch = ms * 1000000LL / 6;
  per_call(call, now_ns() + stretch);
  for (int i = 0; i < 5; i++) {
    double x = per_call(call, now_ns() + stretch);
    int at = i;
    for (; at > 0 && t[at - 1] > x; at--) t[at] = t[at - 1];
    t[at] = x;
  }
  number(subject, 0, "NS_PER_OP", t[2] / ops);
}

void calls(const char *work, int ms) {
  semid = make_set(4);
  sem = shared(sizeof *sem);
  if (sem_init(sem, 1, 0) < 0) die("sem_init");
  if (strcmp(work, "PLAIN") == 0) {
    measure("KERNEL_C", plain, 2, ms);
    measure("SEM_T_C", posix_pair, 2, ms);
  } else if (strcmp(work, "UNDO") == 0) {
    measure("KERNEL_C", undo, 2, ms);
  } else if (strcmp(work, "FOUR") == 0) {
    measure("KERNEL_C", four, 2, ms);
  } else if (strcmp(work, "ZERO") == 0) {
    measure("KERNEL_C", zero, 1, ms);
  } else if (strcmp(work, "TRY") == 0) {
    measure("KERNEL_C", try, 1, ms);
    measure("SEM_T_C", posix_try, 1, ms);
  } else if (strcmp(work, "SEMGET") == 0) {
    key = getpid() | 0x5d000000;
    int own = semget(key, 1, IPC_CREAT | IPC_EXCL | 0600);
    if (own < 0) die("semget");
    measure("KERNEL_C", find, 1, ms);
    semctl(own, 0, IPC_RMID);
  } else {
    fprintf(stderr, "peer does not know %s\n", work);
    exit(64);
  }
}

/* The first operation of a process on each of many sets that another has made. */
void first_use(void) {
  enum { SETS = 2000 };
  int ids[SETS];
  for (int i = 0; i < SETS; i++) ids[i] = make_set(1);
  if (fork_child() == 0) {
    static int64_t ns[SETS / 2];
    for (int i = 0; i < SETS; i++) {
      int64_t start = now_ns();
      add(ids[i], 0, 1, 0);
      if (i >= SETS / 2) ns[i - SETS / 2] = now_ns() - start;
    }
    samples("KERNEL_C", "PACED", ns, SETS / 2);
    exit(0);
  }
  wait_children();
}
