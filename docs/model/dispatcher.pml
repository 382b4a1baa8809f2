/* How asynchronous sleepers of one JVM learn that they are done: a stack in its slot, a doorbell, one dispatcher thread.
 * Granters are threads of other JVMs, and may be killed before any store; then a survivor recovers. The JVM of the
 * dispatcher lives: were it dead, there would be no one to tell. An error inside the gate is a death here. What a hand-over is, is in semset.pml.
 *
 *   -DNG=n  granters (2, 3)    -DNR=n  records            -DTIMES=n  how often each record falls asleep
 *   -DMAXC=n  kills, at most   -DCANCEL  futures may be cancelled       -DMUT=n  plants a bug
 *   -DRMID   IPC_RMID: without deaths, as nobody settles these in a removed set (the safety tick does)
 *
 * As there, a step is one d_step and names its methods ("= Class.method").
 */
#ifndef NG
#define NG 2
#endif
#ifndef NR
#define NR 2
#endif
#ifndef TIMES
#define TIMES 1
#endif
#ifndef MAXC
#define MAXC 0
#endif
#ifndef MUT
#define MUT 0
#endif

#define FREE     0                  /* also CANCELLED and RETURNED: the record is its owner's no more */
#define WAITING  1
#define CLAIMED  2
#define DONE     3

byte st[NR]; byte granted[NR];      /* records: status, link of the stack; 0 = none, else record + 1 */
byte stack; bit asleep; bit rescan; /* the slot: stack, doorbell (1 = the dispatcher sleeps), RESCAN */
byte gate;                          /* 0 free, NG+1 dispatcher, NG+2 survivor, NG+3 a caller, else granter + 1 */
bit  blocked;                       /* the kernel: the dispatcher sleeps on the doorbell */
bit  dead[NG]; bit settled[NG]; byte kills;
byte future[NR];                    /* the dispatcher's table: which incarnation's future stands in it, 0 = none */
byte times[NR];                     /* incarnations: the record's sequence number */
#ifdef RMID
bit removed;                        /* the set's STATE */
bit arriving[NR];                   /* the call has left the gate, and not said yet that its future waits */
#else
#define removed 0
#endif
hidden byte ni;

#define ISGRANTED(r) (st[r]==DONE && future[r]==times[r])
#define ISDEAD(g) ((g)>0 && (g)<=NG && dead[(g)-1])
#if NR==2
#define ANY(s) (st[0]==s || st[1]==s)
#else
#define ANY(s) (st[0]==s)
#endif
#if NG==3
#define UNSETTLED ((dead[0] && !settled[0]) || (dead[1] && !settled[1]) || (dead[2] && !settled[2]))
#else
#define UNSETTLED ((dead[0] && !settled[0]) || (dead[1] && !settled[1]))
#endif

/* ---- a granter ------------------------------------------------------------------------------------------------- */
#define IN     1
#define FINISH 2
#define LINK   3
#define PUSH   4
#define BELL   5
#define RING   6
#define OUT    7
#define WAKE   8

proctype Granter(byte me) {
  byte pc, r; bit owes;
  {
    do
    :: d_step { pc==0 && gate==0 && ANY(WAITING) && !removed -> gate=me+1; pc=IN }                  /* = Gate.enter */
    :: d_step { pc==IN && st[0]==WAITING -> st[0]=CLAIMED; r=0; pc=FINISH }             /* = HandOver.claim */
#if NR==2
    :: d_step { pc==IN && st[1]==WAITING -> st[1]=CLAIMED; r=1; pc=FINISH }
#endif
    :: d_step { pc==IN && !ANY(WAITING) -> pc=OUT }                                     /* withdrawn meanwhile */
    :: d_step { pc==FINISH -> st[r]=DONE; pc=(MUT==3 -> BELL : LINK) }                  /* = Applier.applyFor */
    :: d_step { pc==LINK -> granted[r]=stack; pc=PUSH }                                 /* = AsyncBell.push */
    :: d_step { pc==PUSH && stack==granted[r] -> stack=r+1; r=(MUT==3 -> 0 : r); pc=(MUT==3 -> OUT : BELL) }
    :: d_step { pc==PUSH && stack!=granted[r] -> granted[r]=stack }
    :: d_step { pc==BELL -> if :: asleep -> pc=RING :: else -> pc=(MUT==3 -> LINK : OUT) fi }
    :: d_step { pc==RING -> if :: asleep -> asleep=0; owes=1 :: else fi; pc=(MUT==3 -> LINK : OUT) }
    :: d_step { pc==OUT -> r=0; gate=0; pc=(owes -> WAKE : 0) }                         /* = SetState.leave */
    :: d_step { pc==WAKE -> blocked=0; owes=0; pc=0 }                                   /* = Wakes.run */
    od
  } unless { d_step { dead[me] -> pc=0; r=0; owes=0 } }
}

proctype Killer() {
  do
  :: d_step { kills<MAXC && !dead[0] -> dead[0]=1; kills++ }
  :: d_step { kills<MAXC && !dead[1] -> dead[1]=1; kills++ }
#if NG==3
  :: d_step { kills<MAXC && !dead[2] -> dead[2]=1; kills++ }
#endif
  :: d_step { kills<MAXC -> kills=MAXC }
  od
}

/* ---- who notices a death: the janitor of the dispatcher's JVM, say ---------------------------------------------- */

proctype Survivor() {
  byte pc; byte whose; bit owes;
  do                                                            /* = Engine.settleAllDead, SemSet.settleDeath */
  :: d_step { pc==0 && UNSETTLED && (gate==0 || ISDEAD(gate)) ->
       whose=0; do :: ni<NG -> if :: dead[ni] && !settled[ni] -> whose=whose|(1<<ni) :: else fi; ni++ :: else -> ni=0; break od;
       owes=(gate!=0); gate=NG+2;                               /* a stolen gate: = Recovery.recover */
       do :: ni<NR -> if :: st[ni]==CLAIMED -> st[ni]=WAITING :: else fi; ni++ :: else -> ni=0; break od;
       pc=1 }
  :: d_step { pc==1 ->                                          /* = Recovery.wakeAllDone */
       if
       :: MUT==2 || !ANY(DONE) -> owes=0; pc=4
       :: else -> pc=2
       fi }
  :: d_step { pc==2 -> rescan=1; pc=3 }                         /* = AsyncBell.askToRescan */
  :: d_step { pc==3 -> asleep=0; owes=1; pc=4 }
  :: d_step { pc==4 -> gate=0; pc=5 }
  :: d_step { pc==5 -> if :: owes || MUT!=4 -> blocked=0; owes=0 :: else fi; pc=0;      /* = Dispatcher.wakeAll */
       do :: ni<NG -> if :: (whose>>ni)&1 -> settled[ni]=1 :: else fi; ni++ :: else -> ni=0; break od;
       whose=0 }
  od
}

/* ---- the dispatcher --------------------------------------------------------------------------------------------- */
#define RUN      0
#define TAKE     1
#define COMPLETE 2
#define SCAN     3
#define PASS     4
#define SLEEP    5
#define LOOK     6
#define FUTEX    7
#define AWAKE    8

/* = Dispatcher.take, Waiting.granted, AsyncSemop.isGranted: the futures behind the entries that were taken */
inline unchain() {
  do
  :: head!=0 ->
     if
     :: !ISGRANTED(head-1) -> rescan=1; head=0                   /* not ours: look at all */
     :: else -> future[head-1]=0; mine=mine|(1<<(head-1)); head=granted[head-1]
     fi
  :: else -> break
  od
}
#define TAKESTACK(when, after_) d_step { when -> head=stack; stack=0; unchain(); pc=after_ }

proctype Dispatcher() {
  byte pc, head, mine, seen; bit looked;
  do                                                            /* = Dispatcher.run */
  :: d_step { pc==RUN && rescan -> rescan=0; looked=1; pc=SCAN }                        /* = Rescan.all, Doorbell.rescanned */
  :: d_step { pc==RUN && !rescan -> pc=TAKE }
#ifdef RMID
  :: d_step { pc==SCAN && removed ->                            /* = Rescan.endInRemoved: but for those that are claimed */
       do
       :: ni<NR ->
          if
          :: ISGRANTED(ni) -> future[ni]=0; mine=mine|(1<<ni)
          :: st[ni]==WAITING && future[ni]!=0 -> st[ni]=FREE; future[ni]=0
          :: else
          fi; ni++
       :: else -> ni=0; break
       od;
       looked=0; pc=TAKE }
#endif
  :: d_step { pc==SCAN && !removed ->                           /* = Rescan.look: notes who is granted */
       do :: ni<NR -> if :: ISGRANTED(ni) -> seen=seen|(1<<ni) :: else fi; ni++ :: else -> ni=0; break od;
       pc=PASS }
  :: d_step { pc==PASS && gate==0 -> pc=TAKE }                  /* = OwnSleepers.underGate: what was granted is pushed, or never will be */
  :: TAKESTACK(pc==TAKE, COMPLETE)                              /* = Dispatcher.drain, Doorbell.takeStack */
  :: d_step { pc==COMPLETE && mine!=0 ->                        /* = Dispatcher.finish, OwnSleepers.acknowledge */
       do :: !((mine>>ni)&1) -> ni++ :: else -> break od;
       assert(st[ni]==DONE);                                    /* done, and completed once */
       st[ni]=FREE; mine=mine-(1<<ni); ni=0 }
  :: d_step { pc==COMPLETE && mine==0 && looked ->              /* = Rescan.look: what is seen and still waits has lost its entry */
       do
       :: ni<NR -> if :: ((seen>>ni)&1) && ISGRANTED(ni) -> future[ni]=0; mine=mine|(1<<ni) :: else fi; ni++
       :: else -> ni=0; break
       od;
       seen=0; looked=0 }
  :: d_step { pc==COMPLETE && mine==0 && !looked -> pc=SLEEP }
  :: d_step { pc==SLEEP -> asleep=1; pc=LOOK }                  /* = Doorbell.fallAsleep, Dispatcher.sleep: says so, then looks a last time */
  :: d_step { pc==LOOK && (stack!=0 || rescan) && MUT!=1 -> pc=AWAKE }
  :: d_step { pc==LOOK && ((stack==0 && !rescan) || MUT==1) -> pc=FUTEX; blocked=asleep }
  :: d_step { pc==FUTEX && !blocked -> pc=AWAKE }
  :: d_step { pc==AWAKE -> asleep=0; pc=RUN }
  od
}

/* = SemSet.fallAsleep, AsyncSemop.fellAsleep, Waiting.fellAsleep: under the gate, so nobody can have completed it before it is in the table */
#ifdef RMID
#define ARRIVING(r) arriving[r]=1
#define MAYFALL(r)  (st[r]==FREE && times[r]<TIMES && gate==0 && !arriving[r])
#else
#define ARRIVING(r) skip
#define MAYFALL(r)  (st[r]==FREE && times[r]<TIMES && gate==0)
#endif
proctype Callers() {
  byte which;
  do
  :: d_step { MAYFALL(0) -> times[0]++; future[0]=times[0]; st[0]=WAITING; granted[0]=0; ARRIVING(0) }
#if NR==2
  :: d_step { MAYFALL(1) -> times[1]++; future[1]=times[1]; st[1]=WAITING; granted[1]=0; ARRIVING(1) }
#endif
#ifdef RMID
#define ARRIVE(r) arriving[r]=0; \
    if :: removed && MUT!=6 && st[r]==WAITING && future[r]!=0 -> st[r]=FREE; future[r]=0 :: else fi
  /* = AsyncSemop.arrived: whoever removed the set may not have seen it */
  :: d_step { arriving[0] -> ARRIVE(0) }
#if NR==2
  :: d_step { arriving[1] -> ARRIVE(1) }
#endif
#endif
#ifdef CANCEL
  :: d_step { which==0 && st[0]==WAITING -> st[0]=FREE; which=times[0] }    /* = AsyncSemop.tryWithdraw, OwnSleepers.withdraw */
  /* = Dispatcher.forget: the record may be another's already */
  :: d_step { which!=0 -> if :: future[0]==which -> future[0]=0 :: else fi; which=0 }
#endif
  od
}

#ifdef RMID
/* = SetControl.remove, Recovery.tellAll, AsyncBell.askToRescan: takes no gate */
proctype Remover() {
  byte n, step; bit owes;
  do
  :: d_step { step==0 -> removed=1; step=1 }
  :: d_step { step==1 && n<NR -> if :: st[n]!=FREE && MUT!=5 -> rescan=1; step=2 :: else -> n++ fi }
  :: d_step { step==2 -> asleep=0; owes=1; n++; step=1 }
  :: d_step { step==1 && n==NR -> step=3; if :: owes -> blocked=0 :: else fi; owes=0; n=0 }
  od
}
#endif

proctype Checker() {
  timeout;
  d_step {
    assert(gate==0 && stack==0 && !rescan);
    do
    :: ni<NR -> assert(!(st[ni]==DONE) && !(st[ni]==CLAIMED) && ((future[ni]!=0)==(st[ni]==WAITING))); ni++
    :: else -> ni=0; break
    od;
    assert(!ANY(WAITING) || (kills>=NG && !removed))            /* someone was left to give */
  }
}

init {
  atomic {
    do :: ni<NG -> run Granter(ni); ni++ :: else -> ni=0; break od;
    run Dispatcher(); run Callers(); run Survivor();
#ifdef RMID
    run Remover();
#endif
    if :: MAXC>0 -> run Killer() :: else fi;
    run Checker()
  }
}
