/* One set of semaphores, as the code has it: gate, redo journal, sleepers, hand-over, lock-free cancel, records given
 * back, undo, recovery, removal. Each participant (JVM) has a thread that calls semop and a janitor; any of them may be
 * killed before any store, and in any an error may be thrown instead: then the participant lives on. docs/protocol.md tells the same in prose; `check` runs the configurations below and the mutants.
 *
 *   -DNP=n   participants                   -DNACT=n  of which call semop
 *   -DNS=n   semaphores (1, 2)              -DINIT=n  their values at first
 *   -DNOPS=n calls each makes               -DMAXC=n  kills, at most
 *   -DUNDO   calls with SEM_UNDO: take a unit, give it back       -DFIRST  give one first, and take it back
 *   -DPLAIN  calls without: they try the fast path                -DARRAY  arrays of two operations
 *   -DZERO   wait for zero   -DTRY  IPC_NOWAIT   -DTMO  time-outs  -DLOOK  GETVAL without the gate
 *   -DSEQ=n  incarnations of records are told apart, modulo n
 *   -DMAXE=n errors thrown inside participants that live on, at most      -DRMID   IPC_RMID
 *   -DAGAIN  who comes to a gate that must be recovered may find that it lacks memory, and leave and come again
 *   -DBUSY   who finds his record claimed looks again and again instead of blocking: for the check of livelocks
 *   -DMUT=n  plants a bug
 *
 * A step is one d_step: at most one store or compare-and-swap that anyone else can see, and what the thread reads and
 * computes for itself before it. What the gate's owner reads, nobody else changes, but for the status words and the
 * returned stack. Each step names the methods that it is ("= Class.method"); ModelTest looks whether they exist.
 *
 * Left out, and why that is sound:
 *   - the queues are one list; that a semaphore's simple operations have their own changes how many are looked at;
 *   - filling the journal and a record: nobody reads them before the commit, the publication;
 *   - queues, free stack and counts of holders are derived: recovery makes them anew, so a crash between a store to
 *     them and the next is a crash before both;
 *   - who comes to a marked gate: someone does (the janitor here stands for any), but in a set that is removed;
 *   - where a thread is that failed as it entered or left (Visits.place): it is inside, or it is not;
 *   - the naps of who waits for the gate: they are bounded, so he blocks until it can be taken;
 *   - the safety tick of a futex wait: nothing may need it.
 */

#ifndef NP
#define NP 2
#endif
#ifndef NACT
#define NACT NP
#endif
#ifndef NS
#define NS 1
#endif
#ifndef NOPS
#define NOPS 2
#endif
#ifndef MAXC
#define MAXC 0
#endif
#ifndef MAXE
#define MAXE 0
#endif
#ifndef INIT
#define INIT 1
#endif
#ifndef SEQ
#define SEQ 1
#endif
#ifndef MUT
#define MUT 0
#endif
#define NR NACT                     /* a thread has one sleeper at most, so a record that leaks is missed at once */

/* SleeperStatus */
#define FREE      0
#define WAITING   1
#define PARKED    2
#define CLAIMED   3
#define DONE      4
#define CANCELLED 5
#define RETURNED  6

/* ---- the file of the set: SetLayout, SemWord, JournalLayout, SleeperLayout, RowLayout. 0 = no reference --------- */
byte val[NS]; bit gated[NS]; bit undo[NS];          /* a semaphore's word: value, GATED, UNDO */
byte gate;                                          /* 0 = free, MARKED = its owner failed and lives, else its owner + 1 */
#ifdef RMID
bit  removed;                                       /* STATE */
#else
#define removed 0
#endif
byte passages;                                      /* counts those who left; only LOOK reads it */
bit  commit;                                        /* the journal: */
bit  jword[NS]; byte jval[NS]; bit jundo[NS];       /*   words, */
byte jrow; short jadj[NS];                          /*   adjustments of a row, */
byte jdone;                                         /*   a sleeper that is DONE */
byte returned; byte popping;                        /* stack of records given back */
byte st[NR]; byte sq[NR];                           /* status word: state, incarnation */
byte own[NR]; short op[NR*NS]; bit opundo[NR]; bit opzero[NR]; byte ticket[NR]; byte link[NR];
bit  free[NR]; byte queue[NR];                      /* derived: free records; references, first to last */
bit  row[NP]; short adj[NP*NS];                     /* undo rows */
bit  attached[NP];                                  /* the participants' slots */

/* ---- the kernel ----------------------------------------------------------------------------------------------- */
bit dead[NP];                                       /* its lock is gone */
bit asleep[NR];                                     /* a thread sleeps on this record's futex */

/* ---- ghosts, and scratch that is 0 between steps ---------------------------------------------------------------- */
byte kills; byte thrown; bit finished[NP];
short given[NS];                                    /* changes that are nobody's to undo */
short mine[NP*NS];                                  /* what a participant's completed calls with SEM_UNDO changed */
#ifdef LOOK
byte quiet; byte seen;                              /* value 0 when the gate was last left; set of such since a look */
#define QUIET quiet=val[0]; seen=seen|BIT(quiet)
#else
#define QUIET skip
#endif
hidden byte ni; hidden byte nj; hidden byte nk;

#define MARKED       (NP+1)
#define LOST         (gate!=0 && (gate==MARKED || dead[gate-1]))    /* = Gate.lostOwner */
#define BIT(n)       (1<<(n))
#define HAS(set,n)   (((set)>>(n))&1)
#define ADJ(p,s)     adj[(p)*NS+(s)]
#define MINE(p,s)    mine[(p)*NS+(s)]
#define OP(r,s)      op[(r)*NS+(s)]
#define ISWAITING(r) (st[r]==WAITING || st[r]==PARKED)
#if NS==2
#define FITS(a,b,zero)    ((zero && val[0]==0) || (!zero && val[0]+(a)>=0 && val[1]+(b)>=0))
#define OPB(r)       OP(r,1)
#define HASADJ(p)    (ADJ(p,0)!=0 || ADJ(p,1)!=0)
#define TWO(x)       x
#define GATED(b)     (gated[0] && (b==0 || gated[1]))
#else
#define FITS(a,b,zero)    ((zero && val[0]==0) || (!zero && val[0]+(a)>=0))
#define OPB(r)       0
#define HASADJ(p)    (ADJ(p,0)!=0)
#define TWO(x)       skip
#define GATED(b)     gated[0]
#endif
#define CAN(r)       FITS(OP(r,0), OPB(r), opzero[r])
#if NP==3
#define HOLDERS(p,s) (((p)!=0 && ADJ(0,s)!=0) || ((p)!=1 && ADJ(1,s)!=0) || ((p)!=2 && ADJ(2,s)!=0))
#define SUMADJ(s)    (ADJ(0,s)+ADJ(1,s)+ADJ(2,s))
#define UNSETTLED    ((dead[0] && attached[0]) || (dead[1] && attached[1]) || (dead[2] && attached[2]))
#else
#define HOLDERS(p,s) (((p)!=0 && ADJ(0,s)!=0) || ((p)!=1 && ADJ(1,s)!=0))
#define SUMADJ(s)    (ADJ(0,s)+ADJ(1,s))
#define UNSETTLED    ((dead[0] && attached[0]) || (dead[1] && attached[1]))
#endif

#if NP==3
#define WHOSE        ((dead[0] && attached[0]) | (dead[1] && attached[1])<<1 | (dead[2] && attached[2])<<2)
#else
#define WHOSE        ((dead[0] && attached[0]) | (dead[1] && attached[1])<<1)
#endif

/* where it is */
#define IDLE      0
#define ENTER     1
#define REDO      2
#define REBUILD   3
#define REQUEUE   4
#define BODY      5
#define POP       6
#define TAKE      7
#define POPPED    8
#define REMOVE    9
#define REMOVING 10
#define FREEROW  11
#define HAND     12
#define GRANT    13
#define LEAVE    14
#define WAKE     15
#define SETTLED  16
#define AWAIT    17
#define FUTEX    18
#define GIVE     19
#define PUSH     20
#define J_ADJ    21
#define J_WORD   22
#define J_ADJ1   23
#define J_WORD1  24
#define J_DONE   25
#define J_IDLE   26
#define J_REST   27
#define PARKING  28
#define ALARM    29
#define LOOKS    30
#define DOZE     31
#define FAILED   32

/* what it came for */
#define SEMOP    1
#define SETTLE   2
#define CHECKUP  3

/* ---- pieces of steps: all run inside a d_step ------------------------------------------------------------------- */

/* = Queues.remove */
inline unqueue(ref) {
  ni=0; nj=0;
  do
  :: ni<NR -> if :: queue[ni]!=ref -> queue[nj]=queue[ni]; nj++ :: else fi; ni++
  :: else -> break
  od;
  do :: nj<NR -> queue[nj]=0; nj++ :: else -> break od;
  ni=0; nj=0
}

inline forget(n) { own[n]=0; OP(n,0)=0; TWO(OP(n,1)=0); opundo[n]=0; opzero[n]=0; ticket[n]=0; link[n]=0 }

/* = Sleepers.free */
inline release(ref) { unqueue(ref); st[ref-1]=FREE; sq[ref-1]=(sq[ref-1]+1)%SEQ; free[ref-1]=1; forget(ref-1) }

/* = Applier.journalPlan, Applier.flagsWithHolders: p's row, and the sleeper that the plan is for (0 = the caller) */
inline fillWords(p, da, db, isundo) {
  jword[0]=1; jval[0]=val[0]+(da);
  TWO(jword[1]=((db)!=0); jval[1]=val[1]+(db));
  jrow=(isundo -> (p)+1 : 0)
}
inline fillRest(p, da, db, isundo, done) {
  jundo[0]=(isundo -> HOLDERS(p,0) || ADJ(p,0)!=(da) : undo[0]); jadj[0]=(isundo -> ADJ(p,0)-(da) : 0);
  TWO(jundo[1]=(isundo -> HOLDERS(p,1) || ADJ(p,1)!=(db) : undo[1]); jadj[1]=(isundo -> ADJ(p,1)-(db) : 0));
  jdone=done
}

#define CARRY (jrow!=0 -> J_ADJ : J_WORD)            /* the first store of Journal.carryOut */

/* = Journal.commit: the store that decides. (What is given for good is counted here.) */
inline decide(da, db, isundo) {
  commit=(MUT==1 -> 0 : 1);
  if :: !(isundo) -> given[0]=given[0]+(da); TWO(given[1]=given[1]+(db)) :: else fi;
  if :: MUT==20 -> commit=0 :: else fi;
  pc=CARRY
}
#define IDLEJOURNAL commit=0; jword[0]=0; jval[0]=0; jundo[0]=0; jadj[0]=0; jrow=0; jdone=0; \
                    TWO(jword[1]=0; jval[1]=0; jundo[1]=0; jadj[1]=0)

/* = Recovery.settleDead, Recovery.settleIfDead: who has a row or a record here, and lives no more */
inline findDead() {
  ni=0;
  do :: ni<NP -> if :: row[ni] && dead[ni] -> note=note|BIT(ni) :: else fi; ni++ :: else -> break od;
  ni=0;
  do :: ni<NR -> if :: st[ni]!=FREE && dead[own[ni]] -> note=note|BIT(own[ni]) :: else fi; ni++ :: else -> break od;
  ni=0
}

/* = Recovery.end: the next of those noted */
inline nextDead() {
  z=0; do :: !HAS(note,z) -> z++ :: else -> break od;
  note=note&(255-BIT(z)); pc=REMOVE
}
/* nobody else can run: the next of the dead, or what was to be done */
inline handed() {
  if :: look -> findDead(); look=0 :: else fi;                              /* = Recovery.recover */
  if
  :: note!=0 -> nextDead()                                                  /* = Recovery.settleFound */
  :: else ->
     if :: stolen && MUT!=5 -> wakeAllDone() :: else fi;                    /* = Recovery.wakeAllDone */
     stolen=0;
     if :: after -> plain=0; leave() :: else -> pc=BODY fi
  fi
}

/* = Recovery.rebuildSleepers, Queues.clear, Queues.add, Sleepers.rebuildFree, Recovery.nameGated */
inline rebuild() {
  ni=0;
  do
  :: ni<NR ->
     if :: st[ni]==CLAIMED && MUT!=7 -> st[ni]=(MUT==6 -> WAITING : PARKED) :: else fi;
     free[ni]=(st[ni]==FREE);
     if :: free[ni] -> sq[ni]=(sq[ni]+1)%SEQ; forget(ni) :: else fi;
     queue[ni]=0; ni++
  :: else -> break
  od;
  nj=0;
  do                                                /* the waiting one with the least ticket above the last */
  :: nk=NR; ni=0;
     do
     :: ni<NR ->
        if
        :: MUT!=12 && ISWAITING(ni) && (nj==0 || ticket[ni]>ticket[queue[nj-1]-1]) && (nk==NR || ticket[ni]<ticket[nk]) -> nk=ni
        :: MUT==12 && ISWAITING(ni) && (nj==0 || ni<queue[nj-1]-1) -> nk=ni
        :: else
        fi;
        ni++
     :: else -> break
     od;
     if :: nk<NR -> queue[nj]=nk+1; nj++; gated[0]=1; TWO(gated[1]=1) :: else -> break fi
  od;
  ni=0; nj=0; nk=0
}

/* = HandOver.wakeConst, HandOver.scan, HandOver.attempt: the first in the queue that can run, zero-waiters before all;
 * those of the dead are passed over and noted. x = its reference. */
inline consider(zero) {
  ni=0;
  do
  :: ni<NR && queue[ni]!=0 ->
     if
     :: x==0 && opzero[queue[ni]-1]==zero && ISWAITING(queue[ni]-1) && CAN(queue[ni]-1) ->
        if :: dead[own[queue[ni]-1]] -> note=note|BIT(own[queue[ni]-1]) :: else -> x=queue[ni] fi
     :: else
     fi;
     ni++
  :: else -> break
  od;
  ni=0
}
inline pick() {
  x=0;
  consider(1);
  consider(0);
  if                                                /* nobody who came earlier and can run is passed over */
  :: x!=0 && !opzero[x-1] ->
     do
     :: ni<NR -> assert(!(ISWAITING(ni) && !opzero[ni] && !dead[own[ni]] && ticket[ni]<ticket[x-1] && CAN(ni))); ni++
     :: else -> break
     od;
     ni=0
  :: else
  fi
}

#ifdef RMID
/* = Recovery.unpark: changes the word that a thread may be just about to wait on */
inline unpark(n) { if :: st[n]==PARKED && MUT!=24 -> st[n]=WAITING :: else fi }
#endif

/* = Recovery.wakeAllDone */
inline wakeAllDone() {
  ni=0;
  do :: ni<NR -> if :: st[ni]==DONE -> wakes=wakes|BIT(ni) :: else fi; ni++ :: else -> break od;
  ni=0
}

/* = SetState.leave, Gate.leave: one store; then who was completed is woken */
inline leave() {
#ifdef LOOK
  passages=(MUT==17 -> 0 : (passages+1)%16);
#endif
  gate=0; QUIET;
  afterwards()
}
inline afterwards() {
  after=0;
  if
  :: wakes!=0 -> pc=WAKE
  :: else -> if :: what==SETTLE -> pc=SETTLED :: else -> what=0; pc=(r!=0 -> AWAIT : IDLE) fi
  fi
}

/* the caller knows: the ghost of what it holds */
#define ITSMINE(p,da,db,isundo) \
  if :: isundo -> MINE(p,0)=MINE(p,0)+(da); TWO(MINE(p,1)=MINE(p,1)+(db)) :: else fi

/* ---- a thread ------------------------------------------------------------------------------------------------- */

/* = SemCalls.semop, SemSet.fast: one compare-and-swap if the word is not gated; else, or to sleep, the gate */
#define CALL(when,a_,b_,u_,z_,n_) \
  d_step { pc==IDLE && !janitor && opn<NOPS && (when) -> opn++; \
    if \
    :: removed -> skip \
    :: !removed && !(u_) && (b_)==0 && !gated[0] && FITS(a_,0,z_) -> val[0]=val[0]+(a_); given[0]=given[0]+(a_); QUIET \
    :: !removed && !(u_) && (b_)==0 && !gated[0] && !FITS(a_,0,z_) && (n_) -> skip \
    :: else -> a=a_; b=b_; isundo=u_; iszero=z_; nowait=n_; what=SEMOP; pc=ENTER; \
       if \
       :: n_ -> ni=0; do :: ni<NP -> if :: dead[ni] -> s=s|BIT(ni) :: else fi; ni++ :: else -> break od; ni=0 \
       :: else \
       fi \
    fi }

proctype Thread(byte me; bit janitor) {
  byte pc, back, pops, what, x, y, z, note, wakes, r, s, opn;
  short a, b;
  bit isundo, iszero, nowait, stolen, look, after, plain, parked, late;
  {
    do
    /* = SemCalls.semop, SemSet.semop */
#ifdef UNDO
    :: CALL(MINE(me,0)==0 && MINE(me,1%NS)==0, -1, 0, 1, 0, 0)
    :: CALL(MINE(me,0)<0, 1, -MINE(me,1%NS)*(NS-1), 1, 0, 0)
#ifdef FIRST
    :: CALL(MINE(me,0)==0, 1, 0, 1, 0, 0)
    :: CALL(MINE(me,0)>0, -1, 0, 1, 0, 0)
#endif
#ifdef ARRAY
    :: CALL(MINE(me,0)==0 && MINE(me,1%NS)==0, -1, -1, 1, 0, 0)
#endif
#endif
#ifdef PLAIN
    :: CALL(1, -1, 0, 0, 0, 0)
    :: CALL(1, 1, 0, 0, 0, 0)
#ifdef ARRAY
    :: CALL(1, -1, -1, 0, 0, 0)
    :: CALL(1, 1, 1, 0, 0, 0)
#endif
#endif
#ifdef ZERO
    :: CALL(1, 0, 0, 0, 1, 0)
#endif
#ifdef TRY
    :: CALL(1, -1, 0, 0, 0, 1)
#endif
    :: d_step { pc==IDLE && !janitor && opn==NOPS -> finished[me]=1; opn=0; pc=255 }

    /* = Janitor.perform, Engine.settleAllDead, Engine.settle, SetDeaths.settle, SemSet.settleDeath */
    :: d_step { pc==IDLE && janitor && UNSETTLED && !removed && gate==0 -> gate=me+1; what=SETTLE; pc=BODY; s=WHOSE }
    :: d_step { pc==IDLE && janitor && UNSETTLED && !removed && LOST -> gate=me+1; stolen=1; what=SETTLE; pc=REDO; s=WHOSE }
#if MAXE>0
    /* = Passage.enter, Gate.enter: someone comes to a marked gate */
    :: d_step { pc==IDLE && janitor && !UNSETTLED && !removed && gate==MARKED && MUT!=27 -> gate=me+1; stolen=1; what=CHECKUP; pc=REDO }
#endif
#ifdef RMID
    /* = SetDeaths.settle, Participant.settled: a removed set is not looked at */
    :: d_step { pc==IDLE && janitor && UNSETTLED && removed -> s=WHOSE; what=SETTLE; pc=SETTLED }
#endif

    /* ---- in at the gate ---- */

    /* = Passage.enter, Gate.enter */
    :: d_step { pc==ENTER && gate==0 -> gate=me+1; pc=BODY }
    :: d_step { pc==ENTER && LOST -> gate=me+1; stolen=1; pc=REDO }
#ifdef AGAIN
    /* = Gate.leaveAsFound, Passage.makeReady */
    :: d_step { pc==REDO && what!=SETTLE -> gate=(MUT==26 -> 0 : MARKED); stolen=0; pc=ENTER }
#endif

    /* ---- the last owner died inside, or failed there: = Recovery.recover ---- */

    /* = Journal.redo */
    :: d_step { pc==REDO && commit && MUT!=3 -> back=REBUILD;
         if :: MUT==21 -> commit=0 :: else fi;
         pc=CARRY }

    /* = Sleepers.halfPopped, Recovery.takeBack: a record that was taken off the stack, and not dealt with */
    :: d_step { (pc==REBUILD || (pc==REDO && (!commit || MUT==3))) ->
         IDLEJOURNAL;
         nk=returned; do :: nk!=0 && nk!=popping -> nk=link[nk-1] :: else -> break od;
         if
         :: nk!=popping && (st[popping-1]==CANCELLED || st[popping-1]==RETURNED) -> release(popping)
         :: else
         fi;
         nk=0; pc=REQUEUE }
    :: d_step { pc==REQUEUE && popping!=0 -> popping=0 }                    /* = Sleepers.popped */

    /* = Recovery.rebuildSleepers */
#ifdef RMID
    :: d_step { pc==REQUEUE && popping==0 -> rebuild(); pc=ALARM }
    :: d_step { pc==ALARM && !removed -> look=1; pc=HAND }
    /* = Recovery.alarm, Recovery.tellAll, Recovery.unpark */
    :: d_step { pc==ALARM && removed -> stolen=0;
         do :: x<NR -> if :: st[x]!=FREE -> unpark(x); wakes=wakes|BIT(x) :: else fi; x++ :: else -> x=0; break od;
         pc=BODY }
#else
    :: d_step { pc==REQUEUE && popping==0 -> rebuild();
         if
         :: MUT==6 -> findDead(); if :: note!=0 -> nextDead() :: else -> pc=HAND fi
         :: else -> look=1; pc=HAND                                         /* first of all, who can run does */
         fi }
#endif

    /* ---- the records that owners have given back: = Recovery.drain ---- */

    /* = Sleepers.pop */
    :: d_step { (pc==BODY || (pc==REMOVE && MUT!=11)) && returned!=0 ->
         y=returned; pops=pc; pc=POP; if :: MUT==9 -> skip :: else -> popping=y fi }
    :: d_step { pc==POP && returned==y -> returned=link[y-1]; pc=TAKE }
    :: d_step { pc==POP && returned!=y -> y=0; pc=pops; pops=0 }
    /* = Recovery.takeBack */
    :: d_step { pc==TAKE -> if :: st[y-1]==CANCELLED || st[y-1]==RETURNED -> release(y) :: else fi; pc=POPPED }
    :: d_step { pc==POPPED -> popping=0; y=0; pc=pops; pops=0 }             /* = Sleepers.popped */

    /* ---- what it came for ---- */

    /* = Others.settleDead, OwnSleepers.checkUp, OwnSleepers.checkClaimed, SemSet.settleDead: by the janitor, or before a time-out */
    :: d_step { pc==BODY && returned==0 && what!=SEMOP ->
         findDead(); after=1; stolen=(what==SETTLE && MUT!=10);             /* = SemSet.settleDeath: wakes all DONE */
         if :: note!=0 -> nextDead() :: else -> if :: stolen -> wakeAllDone() :: else fi; stolen=0; leave() fi }

#ifdef RMID
    /* = SetState.notLive: EIDRM. (Who has looked earlier goes on, so the other steps don't ask.) */
    :: d_step { pc==BODY && returned==0 && removed -> a=0; b=0; isundo=0; iszero=0; nowait=0; if :: what!=CHECKUP -> s=0 :: else fi; leave() }
#endif
    /* = SemSet.semopInside, SetState.gated */
    :: d_step { pc==BODY && returned==0 && what==SEMOP && !gated[0] && MUT!=2 -> gated[0]=1 }
#if NS==2
    :: d_step { pc==BODY && returned==0 && what==SEMOP && b!=0 && gated[0] && !gated[1] -> gated[1]=1 }
#endif
    /* = SemSet.takeRow, UndoRows.take */
    :: d_step { pc==BODY && returned==0 && what==SEMOP && (GATED(b) || MUT==2) && isundo && !row[me] -> row[me]=1 }

#define DEADHOLDER(p) (MUT!=15 && row[p] && dead[p] && HASADJ(p))
#if NP==3
#define DEADHOLDERS (DEADHOLDER(0) || DEADHOLDER(1) || DEADHOLDER(2))
#define DEADGIVER   ((DEADHOLDER(0) && ADJ(0,0)<0) || (DEADHOLDER(1) && ADJ(1,0)<0) || (DEADHOLDER(2) && ADJ(2,0)<0))
#else
#define DEADHOLDERS (DEADHOLDER(0) || DEADHOLDER(1))
#define DEADGIVER   ((DEADHOLDER(0) && ADJ(0,0)<0) || (DEADHOLDER(1) && ADJ(1,0)<0))
#endif
/* Whether the answer could be another one for someone's death: it can't be done, or tests what the dead one raised, or
 * someone sleeps who may be the first in line for what the dead one gives back. */
#define MATTERS (DEADHOLDERS && (!FITS(a,b,iszero) || iszero || queue[0]!=0 || DEADGIVER))
#define READY (pc==BODY && returned==0 && what==SEMOP && (GATED(b) || MUT==2) && (!isundo || row[me]))
    /* = SemopPlanner.plan, Applier.apply: one word, without undo */
    :: d_step { READY && FITS(a,b,iszero) && !MATTERS && !isundo && b==0 ->
         val[0]=val[0]+a; given[0]=given[0]+a; a=0; iszero=0; nowait=0; s=0; plain=1; after=1; pc=HAND }
    /* = Applier.apply, Journal.begin, Journal.putLong, Journal.putInt, Journal.commit */
    :: d_step { READY && FITS(a,b,iszero) && !MATTERS && (isundo || b!=0) ->
         fillWords(me, a, b, isundo); fillRest(me, a, b, isundo, 0); decide(a, b, isundo); back=HAND; after=1;
         if :: isundo -> MINE(me,0)=MINE(me,0)+a; TWO(MINE(me,1)=MINE(me,1)+b) :: else fi;
         a=0; b=0; isundo=0; s=0 }

#define BLOCKED (READY && !FITS(a,b,iszero) && !MATTERS)
    /* = Others.matter, Others.adjMatters, Others.settleHolders, Others.holdsAny */
    :: d_step { READY && MATTERS ->
         do :: ni<NP -> if :: DEADHOLDER(ni) -> note=note|BIT(ni) :: else fi; ni++ :: else -> break od;
         ni=0; nextDead() }
    /* EAGAIN, = SemopPlanner.plan: nobody who was dead when we asked keeps a unit from us */
    :: d_step { BLOCKED && nowait ->
         do :: ni<NP -> assert(!HAS(s,ni) || ADJ(ni,0)<=0); ni++ :: else -> break od;
         ni=0; a=0; nowait=0; s=0; leave() }
    /* = SemSet.fallAsleep, Sleepers.make, Sleepers.take, Queues.add, Sleepers.publish */
    :: d_step { BLOCKED && !nowait ->
         do :: r<NR && !free[r] -> r++ :: else -> break od;
         assert(r<NR && st[r]==FREE);                                       /* none has leaked */
         free[r]=0; own[r]=me; OP(r,0)=a; TWO(OP(r,1)=b); opundo[r]=isundo; opzero[r]=iszero;
         ticket[r]=1;
         do :: ni<NR -> if :: ni!=r && st[ni]!=FREE && ticket[ni]>=ticket[r] -> ticket[r]=ticket[ni]+1 :: else fi; ni++ :: else -> break od;
         ni=0; do :: queue[ni]!=0 -> ni++ :: else -> break od;
         queue[ni]=r+1; ni=0;
         st[r]=WAITING; sq[r]=(sq[r]+1)%SEQ; s=sq[r]; r++;
         a=0; b=0; isundo=0; iszero=0; pc=LEAVE }

    /* ---- the dead: = Recovery.settle ---- */

#define GONE(p)  (st[0]==FREE || own[0]!=p) && (NR<2 || st[1%NR]==FREE || own[1%NR]!=p) && (NR<3 || st[2%NR]==FREE || own[2%NR]!=p)
#define REMOVES  ((pc==REMOVE && (returned==0 || MUT==11)) || pc==REMOVING)
    /* = Recovery.removeSleepers, Sleepers.free */
    :: d_step { REMOVES && !(GONE(z)) ->
         do :: st[nk]==FREE || own[nk]!=z -> nk++ :: else -> break od;
         release(nk+1); nk=0; pc=REMOVING }
    /* = Applier.undo */
    :: d_step { REMOVES && GONE(z) && ADJ(z,0)!=0 && !gated[0] -> gated[0]=1; pc=REMOVING }
#if NS==2
    :: d_step { REMOVES && GONE(z) && ADJ(z,1)!=0 && !gated[1] -> gated[1]=1; pc=REMOVING }
#endif
#define UNDONE(s) (val[s]+ADJ(z,s)<0 -> 0 : val[s]+ADJ(z,s))
    :: d_step { REMOVES && GONE(z) && row[z] && (ADJ(z,0)==0 || gated[0]) && (NS==1 || ADJ(z,NS-1)==0 || gated[NS-1]) ->
         jword[0]=(ADJ(z,0)!=0); jval[0]=UNDONE(0); jundo[0]=HOLDERS(z,0);
         TWO(jword[1]=(ADJ(z,1)!=0); jval[1]=UNDONE(1); jundo[1]=HOLDERS(z,1));
         jrow=z+1;
         if
         :: MUT==4 -> skip
         :: else -> commit=1; given[0]=given[0]+jval[0]-val[0]-ADJ(z,0);    /* (what clamping adds) */
            TWO(given[1]=given[1]+jval[1]-val[1]-ADJ(z,1))
         fi;
         back=FREEROW; pc=(MUT==4 -> J_WORD : J_ADJ) }
    /* nobody looks at operations anew */
    :: d_step { REMOVES && GONE(z) && !row[z] -> z=0; handed() }
    /* = UndoRows.release */
    :: d_step { pc==FREEROW -> row[z]=0; ADJ(z,0)=0; TWO(ADJ(z,1)=0); z=0; pc=HAND }

    /* ---- the journal ---- */

    /* = Journal.carryOut */
    :: d_step { pc==J_ADJ -> ADJ(jrow-1,0)=jadj[0]; pc=J_WORD }
    :: d_step { pc==J_WORD -> if :: jword[0] -> val[0]=jval[0]; undo[0]=jundo[0] :: else fi;
#if NS==2
         pc=(jrow!=0 -> J_ADJ1 : J_WORD1) }
    :: d_step { pc==J_ADJ1 -> ADJ(jrow-1,1)=jadj[1]; pc=J_WORD1 }
    :: d_step { pc==J_WORD1 -> if :: jword[1] -> val[1]=jval[1]; undo[1]=jundo[1] :: else fi;
#endif
         pc=(jdone!=0 -> J_DONE : J_IDLE) }
    /* = Journal.finish: only if it is still claimed; its owner may have seen it DONE and gone on */
    :: d_step { pc==J_DONE -> if :: st[jdone-1]==CLAIMED || MUT==8 || MUT==19 -> st[jdone-1]=DONE :: else fi; pc=J_IDLE }
    :: d_step { pc==J_IDLE -> IDLEJOURNAL; pc=back; back=0 }

    /* ---- the hand-over: = HandOver.changed, HandOver.changedAll, Recovery.end. After each of the dead that had a row, too. ---- */

    /* = HandOver.complete, HandOver.claim */
    :: d_step { pc==HAND -> pick();
         if
         :: x!=0 -> parked=(st[x-1]==PARKED); if :: MUT==8 -> skip :: else -> st[x-1]=CLAIMED fi; pc=GRANT
         :: else -> handed()
         fi }
    /* = Applier.relax */
    :: d_step { pc==HAND && plain && gated[0] && !undo[0] && (queue[0]==0 || MUT==14) -> pick();
         if :: x==0 -> gated[0]=0; plain=0; QUIET :: else -> x=0 fi }
    /* = Applier.applyFor, Journal.commit, HandOver.tell */
    :: d_step { pc==GRANT -> x--; unqueue(x+1);
         fillWords(own[x], OP(x,0), OPB(x), opundo[x]);
         back=HAND;
         if
         :: MUT==18 -> commit=1; pc=J_REST
         :: else -> fillRest(own[x], OP(x,0), OPB(x), opundo[x], x+1); decide(OP(x,0), OPB(x), opundo[x])
         fi;
         if :: parked && MUT!=13 -> wakes=wakes|BIT(x) :: else fi;
         parked=0; x=(MUT==18 -> x : 0) }
    :: d_step { pc==J_REST -> fillRest(own[x], OP(x,0), OPB(x), opundo[x], x+1); decide(OP(x,0), OPB(x), opundo[x]); x=0 }

    /* ---- out, and what is owed then ---- */

    :: d_step { pc==LEAVE -> leave() }                                      /* = SetState.leave, Gate.leave */
    /* = Wakes.run */
    :: d_step { pc==WAKE ->
         do :: !HAS(wakes,ni) -> ni++ :: else -> break od;
         wakes=wakes&(255-BIT(ni)); asleep[ni]=0; ni=0;
         afterwards() }
    /* = Participant.settled */
    :: d_step { pc==SETTLED -> ni=0;
         do :: ni<NP -> if :: HAS(s,ni) -> attached[ni]=0 :: else fi; ni++ :: else -> break od;
         ni=0; s=0; what=0; pc=IDLE }

    /* ---- asleep: = ThreadSleep.await ---- */

#define MINEYET assert(own[r-1]==me && sq[r-1]==s)
    /* = OwnSleepers.acknowledge */
    :: d_step { pc==AWAIT && st[r-1]==DONE -> MINEYET; st[r-1]=RETURNED;
         ITSMINE(me, OP(r-1,0), OPB(r-1), opundo[r-1]); pc=GIVE }
    /* = ThreadSleep.bear */
#ifdef BUSY
    :: d_step { pc==AWAIT && st[r-1]==CLAIMED -> skip }
#endif
    :: d_step { pc==AWAIT && st[r-1]==CLAIMED && LOST -> what=CHECKUP; pc=ENTER }
#ifdef RMID
    /* = OwnSleepers.isRemoved, OwnSleepers.withdraw */
    :: d_step { pc==AWAIT && ISWAITING(r-1) && removed -> MINEYET; st[r-1]=CANCELLED; pc=GIVE }
    /* = ThreadSleep.park: parks, looks again, and sleeps only if the word is still PARKED */
    :: d_step { pc==AWAIT && st[r-1]==WAITING && !removed -> pc=PARKING }
    :: d_step { pc==PARKING -> if :: st[r-1]==WAITING -> st[r-1]=PARKED; pc=LOOKS :: else -> pc=AWAIT fi }
    :: d_step { pc==LOOKS -> pc=(removed && MUT!=25 -> AWAIT : DOZE) }
    :: d_step { pc==AWAIT && st[r-1]==PARKED && !removed -> pc=DOZE }
    :: d_step { pc==DOZE -> if :: st[r-1]==PARKED -> asleep[r-1]=1; pc=FUTEX :: else -> pc=AWAIT fi }
#else
    /* = ThreadSleep.park */
    :: d_step { pc==AWAIT && st[r-1]==WAITING && !late && MUT!=16 -> st[r-1]=PARKED }
    :: d_step { pc==AWAIT && st[r-1]==WAITING && !late && MUT==16 -> pc=PARKING }
    :: d_step { pc==PARKING -> st[r-1]=PARKED; pc=AWAIT }
    /* = InterruptibleFutex.await: sleeps only if the word is still PARKED */
    :: d_step { pc==AWAIT && st[r-1]==PARKED && !late -> asleep[r-1]=1; pc=FUTEX }
#endif
    /* = InterruptibleFutex.await */
    :: d_step { pc==FUTEX && !asleep[r-1] -> pc=AWAIT }
#ifdef TMO
    :: d_step { pc==FUTEX && asleep[r-1] -> asleep[r-1]=0; late=1; pc=AWAIT;
         if :: UNSETTLED -> what=CHECKUP; pc=ENTER :: else fi }
#endif
    /* = OwnSleepers.withdraw */
    :: d_step { pc==AWAIT && late && ISWAITING(r-1) -> MINEYET; st[r-1]=CANCELLED; pc=GIVE }
    /* = Sleepers.giveBack */
    :: d_step { pc==GIVE -> link[r-1]=returned; pc=PUSH }
    :: d_step { pc==PUSH && returned==link[r-1] -> returned=r; r=0; s=0; late=0; pc=back; back=0 }      /* (0 = IDLE) */
    :: d_step { pc==PUSH && returned!=link[r-1] -> link[r-1]=returned }

#if MAXE>0
    /* ---- an error, and the thread lives on ---- */

#define ISINSIDE ((pc>=REDO && pc<=LEAVE) || (pc>=J_ADJ && pc<=J_REST) || pc==ALARM)
    /* = Passage.failed, Visits.settle; after = it is inside */
    :: d_step { thrown<MAXE && (ISINSIDE || pc==WAKE || pc==AWAIT || pc==FUTEX) ->
         thrown++; after=ISINSIDE; if :: pc==FUTEX -> asleep[r-1]=0 :: else fi;
         if :: pc!=WAKE || MUT==28 -> wakes=0 :: else fi;                   /* = SetState.forgetPassage */
         pc=FAILED; back=0; pops=0; what=0; x=0; y=0; z=0; note=0; a=0; b=0; isundo=0; iszero=0; nowait=0;
         stolen=0; look=0; plain=0; parked=0; late=0;
         if :: r==0 || MUT==23 -> r=0; s=0 :: else fi }
    /* = Visits.takeBack, SetState.takeBack, SetState.withdraw, SetState.acknowledge */
    :: d_step { pc==FAILED && r!=0 && ISWAITING(r-1) -> MINEYET; st[r-1]=CANCELLED; back=FAILED; pc=GIVE }
    :: d_step { pc==FAILED && r!=0 && st[r-1]==DONE -> MINEYET; st[r-1]=RETURNED;
         ITSMINE(me, OP(r-1,0), OPB(r-1), opundo[r-1]); back=FAILED; pc=GIVE }
    /* = Visits.leave, Gate.mark: even if its sleeper can't be taken back yet */
    :: d_step { pc==FAILED && after && (r==0 || st[r-1]==CLAIMED) ->
         gate=(MUT==22 -> gate : MARKED); after=0 }
    :: d_step { pc==FAILED && !after && wakes!=0 ->                         /* = Wakes.run */
         do :: !HAS(wakes,ni) -> ni++ :: else -> break od;
         wakes=wakes&(255-BIT(ni)); asleep[ni]=0; ni=0 }
    :: d_step { pc==FAILED && !after && wakes==0 && r==0 -> pc=IDLE }
#endif
    od
  } unless { d_step { dead[me] ->
    pc=255; back=0; pops=0; what=0; x=0; y=0; z=0; note=0; wakes=0; r=0; s=0; opn=0; a=0; b=0; isundo=0; iszero=0;
    nowait=0; stolen=0; look=0; after=0; plain=0; parked=0; late=0; MINE(me,0)=0; TWO(MINE(me,1)=0) } }
}

/* What is left of a process that is killed: its stores, and the lock that is free. */
#define KILL(p) \
  d_step { kills<MAXC && !dead[p] -> kills++; dead[p]=1; \
    ni=0; do :: ni<NR -> if :: own[ni]==p && st[ni]!=FREE -> asleep[ni]=0 :: else fi; ni++ :: else -> break od; ni=0 }

proctype Killer() {
  do
  :: d_step { kills<MAXC -> kills=MAXC }            /* nobody else dies */
  :: KILL(0)
  :: KILL(1)
#if NP==3
  :: KILL(2)
#endif
  od
}

#ifdef RMID
/* = SetControl.remove: takes no gate. Should it die on the way, another begins anew (= Registry.recover). */
proctype Remover() {
  byte n, step; bit again;
  do
  :: d_step { step==0 -> removed=1; step=1 }
  :: d_step { step==1 && n<NR -> if :: st[n]!=FREE -> unpark(n) :: else fi; n++ }
  :: d_step { step==1 && n==NR -> n=0; step=2 }
  :: d_step { step==2 -> n=0; do :: n<NR -> asleep[n]=0; n++ :: else -> n=0; break od; step=3 }   /* = Wakes.run */
  :: d_step { step!=0 && step!=3 && !again -> again=1; n=0; step=0 }
  od
}
#endif

#ifdef LOOK
/* = SetControl.getVal, Others.settledWord: a value that is told without entering the gate was there at an instant at which
 * nobody was inside. */
proctype Reader() {
  byte v, p, step; bit u;
  do
  :: d_step { step==0 -> seen=BIT(quiet); step=1 }
  :: d_step { step==1 && !gated[0] -> assert(HAS(seen,val[0])); step=6 }
  :: d_step { step==1 && gated[0] -> step=2 }
  :: d_step { step==2 -> p=passages; step=3 }                               /* = Gate.passages */
  :: d_step { step==3 -> step=(gate==0 -> 4 : 6) }
  :: d_step { step==4 -> v=val[0]; u=undo[0]; step=5 }
  :: d_step { step==5 -> step=(gate==0 && !u -> 7 : 6) }                    /* = Gate.isStill */
  :: d_step { step==7 -> assert(passages!=p || HAS(seen,v)); step=6 }
  :: d_step { step==6 && (v!=0 || p!=0 || u) -> v=0; p=0; u=0 }
  od
}
#endif

/* ---- when nothing can happen any more --------------------------------------------------------------------------- */

proctype Checker() {
  byte n;
  timeout;
#ifdef RMID
  /* = SetControl.remove: of the living nobody sleeps in a removed set */
  d_step {
    ni=0; do :: ni<NACT -> assert(dead[ni] || finished[ni]); ni++ :: else -> break od;
    ni=0; do :: ni<NR -> assert(dead[own[ni]] || !(ISWAITING(ni) || st[ni]==CLAIMED || st[ni]==DONE)); ni++ :: else -> break od;
    ni=0
  }
#else
  d_step {
    assert(gate==0 && !commit && popping==0);
    assert(val[0]==INIT+given[0]-SUMADJ(0) && undo[0]==HOLDERS(NP,0));      /* nothing lost, nothing doubled */
    TWO(assert(val[1]==INIT+given[1]-SUMADJ(1) && undo[1]==HOLDERS(NP,1)));
    ni=0;
    do
    :: ni<NP ->
       if
       :: dead[ni] -> assert(!attached[ni] && !row[ni] && !HASADJ(ni))          /* nothing of the dead is left */
       :: else -> assert(ADJ(ni,0)==-MINE(ni,0)); TWO(assert(ADJ(ni,1)==-MINE(ni,1)));
          if :: ni<NACT && !finished[ni] -> n++ :: else fi
       fi;
       ni++
    :: else -> break
    od;
    ni=0;
    do
    :: ni<NR ->
       if
       :: st[ni]==FREE -> assert(free[ni])
       :: ISWAITING(ni) ->                                                   /* who sleeps, sleeps rightly */
          assert(!dead[own[ni]] && !finished[own[ni]] && st[ni]==PARKED && asleep[ni] && !CAN(ni) && gated[0]);
          n--
       :: else ->                                                           /* on the stack, for the next to take */
          assert(st[ni]==CANCELLED || st[ni]==RETURNED);
          nk=returned; do :: nk!=0 && nk!=ni+1 -> nk=link[nk-1] :: else -> break od;
          assert(nk==ni+1); nk=0
       fi;
       ni++
    :: else -> break
    od;
    ni=0;
    assert(n==0)                                                            /* each has finished, or sleeps */
  }
#endif
}

init {
  d_step {
    do :: ni<NS -> val[ni]=INIT; ni++ :: else -> break od; ni=0;
    do :: ni<NR -> free[ni]=1; ni++ :: else -> break od; ni=0;
    do :: ni<NP -> attached[ni]=1; ni++ :: else -> break od; ni=0
#ifdef LOOK
    ; quiet=INIT; seen=BIT(INIT)
#endif
  };
  atomic {
    do :: ni<NP -> if :: ni<NACT -> run Thread(ni,0) :: else fi; if :: MAXC>0 || (MAXE>0 && ni==0) -> run Thread(ni,1) :: else fi; ni++ :: else -> break od; ni=0;
#ifdef LOOK
    run Reader();
#endif
#ifdef RMID
    run Remover();
#endif
    if :: MAXC>0 -> run Killer() :: else fi;
    run Checker()
  }
}
