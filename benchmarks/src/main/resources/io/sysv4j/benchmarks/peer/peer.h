/* What the parts of the C side share. */
#ifndef PEER_H
#define PEER_H

#include <stddef.h>
#include <stdint.h>

/* A semaphore set of this process, all zero; removed when the process ends, unless it is killed. */
int make_set(int nsems);
void add(int semid, int num, int op, int flags);

/* Memory that children share with their parent, all zero. */
void *shared(size_t size);

/* Child processes; they die with their parent. */
int fork_child(void);
void wait_children(void);
void kill_and_reap(int pid);

int64_t now_ns(void);
/* Keeps the caller on the index-th of its processors; counted round if there are fewer. */
void pin(int index);
void die(const char *what);

/* Lines for the reader: SUBJECT SIZE METRIC NUMBER, and SUBJECT samples CLOSED|PACED NS NS NS ... */
void number(const char *subject, int size, const char *metric, double value);
void samples(const char *subject, const char *loop, const int64_t *ns, size_t count);

/* The questions; each runs for about so many milliseconds per subject. */
void calls(const char *work, int ms);
void first_use(void);
void handover(const char *work, int ms);
void own_semaphores(int ms);
void contend(int ms);
void crowd(int ms);
void recovery(int times);

#endif
