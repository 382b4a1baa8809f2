/*
 * Two processes hand over to each other: through semop, sem_t, and a cache line that both watch.
 * Each has a processor of its own, or both share one.
 */
#define _GNU_SOURCE
#include "peer.h"

#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST 1000000

struct line {
  _Alignas(128) atomic_long turn;
};

struct board {
  struct line ping, pong;
  sem_t sems[2];
};

static int semid;
static struct board *board;

static void kernel_give(int to) { add(semid, to, 1, 0); }
static void kernel_take(int mine) { add(semid, mine, -1, 0); }
static void posix_give(int to) { sem_post(&board->sems[to]); }
static void posix_take(int mine) {
  while (sem_wait(&board->sems[mine]) != 0) {
  }
}

static struct line *line(int i) { return i == 0 ? &board->ping : &board->pong; }
static void line_give(int to) { atomic_store_explicit(&line(to)->turn, 1, memory_order_release); }
static void line_take(int mine) {
  while (atomic_load_explicit(&line(mine)->turn, memory_order_acquire) == 0) {
#if defined __x86_64__ || defined __i386__
    __builtin_ia32_pause();
#endif
  }
  atomic_store_explicit(&line(mine)->turn, 0, memory_order_relaxed);
}

/* Back to back: each round trip from its start. Paced: from when it was meant to start. */
static void run(const char *subject, void (*give)(int), void (*take)(int), int ms, int64_t pace) {
  int child = fork_child();
  if (child == 0) {
    pin(1);
    for (;;) {
      take(0);
      give(1);
    }
  }
  cpu_set_t before;
  sched_getaffinity(0, sizeof before, &before);
  pin(0);
  int64_t *ns = shared(MOST * sizeof *ns);
  int64_t start = now_ns(), warm = start + ms * 250000LL, end = warm + ms * 1000000LL;
  int64_t intended = start;
  size_t count = 0;
  for (int64_t last = start; last < end && count < MOST;) {
    if (pace > 0) {
      intended += pace;
      while (now_ns() < intended) {
      }
    } else {
      intended = last;
    }
    give(0);
    take(1);
    last = now_ns();
    if (last > warm) ns[count++] = last - intended;
  }
  kill_and_reap(child);
  sched_setaffinity(0, sizeof before, &before);
  samples(subject, pace > 0 ? "PACED" : "CLOSED", ns, count);
}

void handover(const char *work, int ms) {
  int64_t pace = strcmp(work, "HANDOVER_PACED") == 0 ? 200000 : 0;
  int one_cpu = strcmp(work, "HANDOVER_ONE_CPU") == 0;
  if (one_cpu) pin(0);
  semid = make_set(2);
  board = shared(sizeof *board);
  if (sem_init(&board->sems[0], 1, 0) < 0 || sem_init(&board->sems[1], 1, 0) < 0) die("sem_init");
  run("KERNEL_C", kernel_give, kernel_take, ms, pace);
  run("SEM_T_C", posix_give, posix_take, ms, pace);
  if (!one_cpu && sysconf(_SC_NPROCESSORS_ONLN) > 1) {
    run("CACHE_LINE_C", line_give, line_take, ms, pace);
  }
}
