/* The C side of the benchmarks: peer WORK MILLISECONDS. Same shapes as the Java side, no binding. */
#define _GNU_SOURCE
#include "peer.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_SETS 4096

static int sets[MOST_SETS];
static int set_count;
static pid_t maker;

static void remove_sets(void) {
  if (getpid() != maker) return;
  while (set_count > 0) semctl(sets[--set_count], 0, IPC_RMID);
}

static void on_signal(int signal) {
  remove_sets();
  _exit(128 + signal);
}

void die(const char *what) {
  perror(what);
  exit(1);
}

int make_set(int nsems) {
  if (set_count == MOST_SETS) die("too many sets");
  int semid = semget(IPC_PRIVATE, nsems, 0600);
  if (semid < 0) die("semget");
  sets[set_count++] = semid;
  return semid;
}

void add(int semid, int num, int op, int flags) {
  struct sembuf sop = {(unsigned short)num, (short)op, (short)flags};
  if (semop(semid, &sop, 1) < 0) {
    if (errno == EIDRM) exit(0); /* the end of a sleeper */
    die("semop");
  }
}

void *shared(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  return memory;
}

int fork_child(void) {
  fflush(stdout);
  pid_t pid = fork();
  if (pid < 0) die("fork");
  if (pid == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
  return pid;
}

void wait_children(void) {
  while (wait(NULL) > 0) {
  }
}

void kill_and_reap(int pid) {
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
}

int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

void pin(int index) {
  cpu_set_t allowed, one;
  if (sched_getaffinity(0, sizeof allowed, &allowed) < 0) die("sched_getaffinity");
  int left = index % CPU_COUNT(&allowed), cpu = 0;
  while (!CPU_ISSET(cpu, &allowed) || left-- > 0) cpu++;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  if (sched_setaffinity(0, sizeof one, &one) < 0) die("sched_setaffinity");
}

void number(const char *subject, int size, const char *metric, double value) {
  printf("%s %d %s %.3f\n", subject, size, metric, value);
}

void samples(const char *subject, const char *loop, const int64_t *ns, size_t count) {
  printf("%s samples %s", subject, loop);
  for (size_t i = 0; i < count; i++) printf(" %lld", (long long)ns[i]);
  printf("\n");
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: peer WORK MILLISECONDS\n");
    return 64;
  }
  maker = getpid();
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  signal(SIGTERM, on_signal);
  signal(SIGINT, on_signal);
  atexit(remove_sets);
  const char *work = argv[1];
  int ms = atoi(argv[2]);
  if (strncmp(work, "HANDOVER", 8) == 0) handover(work, ms);
  else if (strcmp(work, "FIRST_USE") == 0) first_use();
  else if (strcmp(work, "TWO_JVMS") == 0) own_semaphores(ms);
  else if (strcmp(work, "CONTEND") == 0) contend(ms);
  else if (strcmp(work, "CROWD") == 0) crowd(ms);
  else if (strcmp(work, "RECOVERY") == 0) recovery(ms / 20);
  else calls(work, ms);
  return 0;
}
