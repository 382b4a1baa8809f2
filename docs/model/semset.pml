/* One set of semaphores, as the code has it: gate, redo journal, sleepers, hand-over, lock-free cancel,
 * records given back, undo, recovery. Each participant (JVM) has a thread that calls semop and a janitor; any of
 * them may be killed before any store. docs/protocol.md tells the same in prose; `check` runs the configurations.
 *
 * A comment "= Class.method" names the Java that a step is; MappingTest looks whether there is such a method.
 *
 *   -DNP=n      participants              -DNS=n     semaphores (1, 2)
 *   -DNACT=n    of which call semop       -DNOPS=n   how often each does
 *   -DMAXC=n    kills                     -DINIT=n   initial values
 *   -DUNDO      operations with SEM_UNDO  -DPLAIN    operations without (they try the fast path)
 *   -DARRAY     arrays of two operations  -DZERO     wait-for-zero
 *   -DTRY       IPC_NOWAIT                -DTMO      time-outs
 *   -DOBS       a reader without the gate -DSEQ=n    record incarnations told apart, modulo n
 *   -DSHORT     a thread that has to wait for a claim asks again and again, instead of blocking (with -DNP_CHECK)
 *   -DMUT=n     plants bug n (see `check`)
 *
 * What is left out, and why that is sound: queues are one list (the split into queues of semaphores changes only how
 * many are looked at); holders and free stack are derived, and rebuilt from what is modelled; the plan of an array is
 * one step, since its words are gated; filling the journal is one step, since nobody reads it before the commit;
 * a gate's bounded naps are "blocks until it can be taken"; a futex's safety tick is left out: nothing may need it.
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
#ifndef INIT
#define INIT 1
#endif
#ifndef MUT
#define MUT 0
#endif
#ifndef SEQ
#define SEQ 1
#endif
#define NR NACT                      /* a thread has one sleeper at most; a leaked record is missed at once */

/* SleeperStatus */
#define FREE      0
#define WAITING   1
#define PARKED    2
#define CLAIMED   3
#define DONE      4
#define CANCELLED 5
#define RETURNED  6

/* ---- the file of the set: SetLayout, SemWord, JournalLayout, SleeperLayout, RowLayout ---- */
byte val[NS]; bit gated[NS]; bit undo[NS];                  /* a semaphore's word: value, GATED, UNDO */
byte gate;                                                  /* 0 free, else participant + 1 */
byte passages;                                              /* how often the gate was left (only read with OBS) */
bit  commit; bit jword[NS]; byte jval[NS]; bit jundo[NS]; byte jrow; short jadj[NS]; byte jdone;
byte ret; byte popping;                                     /* stack of returned records; reference = number + 1 */
byte st[NR]; byte sq[NR]; byte own[NR]; short op[NR*NS]; bit oundo[NR]; bit ozero[NR]; byte ticket[NR]; byte link[NR];
bit  isfree[NR];                                            /* on the stack of free records */
byte queue[NR];                                             /* references, first to last; 0 behind the last */
short adj[NP*NS]; bit row[NP];                              /* undo rows */
bit  attached[NP];                                          /* ParticipantLayout.ATTACHED in the namespace file */

/* ---- the kernel ---- */
bit dead[NP]; bit asleep[NR];                               /* a thread sleeps on the futex of this record */

/* ---- ghosts ---- */
byte kills; bit finished[NP]; short given[NS]; short mine[NP*NS];
#ifdef OBS
byte stable; byte seen;                                     /* value of semaphore 0 at the last quiet instant; set of them */
#endif

#define ADJ(p,s)   adj[(p)*NS+(s)]
#define MINE(p,s)  mine[(p)*NS+(s)]
#define OP(r,s)    op[(r)*NS+(s)]
#define ISWAITING(r) (st[r]==WAITING || st[r]==PARKED)
#define INUSE(r)   (st[r]!=FREE)
#if NS==2
#define FITS(a,b,zero) ((zero && val[0]==0) || (!zero && val[0]+(a)>=0 && val[1]+(b)>=0))
#define CAN(r)     FITS(OP(r,0), OP(r,1), ozero[r])
#define ADJS(p)    (ADJ(p,0)!=0 || ADJ(p,1)!=0)
#else
#define FITS(a,b,zero) ((zero && val[0]==0) || (!zero && val[0]+(a)>=0))
#define CAN(r)     FITS(OP(r,0), 0, ozero[r])
#define ADJS(p)    (ADJ(p,0)!=0)
#endif
#if NP==3
#define HOLDERS(s) (ADJ(0,s)!=0 || ADJ(1,s)!=0 || ADJ(2,s)!=0)
#define SUMADJ(s)  (ADJ(0,s)+ADJ(1,s)+ADJ(2,s))
#define UNSETTLED  ((dead[0] && attached[0]) || (dead[1] && attached[1]) || (dead[2] && attached[2]))
#else
#define HOLDERS(s) (ADJ(0,s)!=0 || ADJ(1,s)!=0)
#define SUMADJ(s)  (ADJ(0,s)+ADJ(1,s))
#define UNSETTLED  ((dead[0] && attached[0]) || (dead[1] && attached[1]))
#endif
#if NP==3
#define HOLDERSBUT(p,s) (((p)!=0 && ADJ(0,s)!=0) || ((p)!=1 && ADJ(1,s)!=0) || ((p)!=2 && ADJ(2,s)!=0))
#else
#define HOLDERSBUT(p,s) (((p)!=0 && ADJ(0,s)!=0) || ((p)!=1 && ADJ(1,s)!=0))
#endif
#if NS==2
#define OPB(r) OP(r,1)
#else
#define OPB(r) 0
#endif
#if NS==2
#define MINEB MINE(me,1)
#else
#define MINEB 0
#endif
#define BIT(i)     (1<<(i))
#ifdef OBS
#define QUIET      stable=val[0]; seen=seen|BIT(stable)
#else
#define QUIET      skip
#endif

/* ---- queues -------------------------------------------------------------------------------------------------- */

/* = Queues.remove. One step: queues are derived, Recovery makes them anew. */
inline unqueue(ref) {
  d_step {
    i=0; j=0;
    do
    :: i<NR ->
       if :: queue[i]!=(ref)+1 -> queue[j]=queue[i]; j++ :: else fi;
       i++
    :: else -> break
    od;
    do :: j<NR -> queue[j]=0; j++ :: else -> break od;
    i=0; j=0
  }
}

/* = Queues.add, Queues.clear and List.sort by ticket in Recovery.rebuildSleepers */
inline requeue() {
  d_step {
    i=0;
    do :: i<NR -> queue[i]=0; i++ :: else -> break od;
    j=0;
    do                                       /* the waiting one with the least ticket above the last */
    :: x=NR; i=0;
       do
       :: i<NR ->
          if
          :: MUT!=12 && ISWAITING(i) && (j==0 || ticket[i]>ticket[queue[j-1]-1]) && (x==NR || ticket[i]<ticket[x]) -> x=i
          :: MUT==12 && ISWAITING(i) && (j==0 || i<queue[j-1]-1) -> x=i
          :: else
          fi;
          i++
       :: else -> break
       od;
       if :: x<NR -> queue[j]=x+1; j++ :: else -> break fi
    od;
    i=0; j=0; x=0
  }
}

/* = Sleepers.free: status, then the stack of free records */
inline free(ref) {
  d_step { st[ref]=FREE; sq[ref]=(sq[ref]+1)%SEQ };
  d_step { isfree[ref]=1; own[ref]=0; OP(ref,0)=0; oundo[ref]=0; ozero[ref]=0; ticket[ref]=0; link[ref]=0;
#if NS==2
    OP(ref,1)=0
#endif
  }
}

/* = Recovery.takeBack */
inline takeBack(ref) {
  if
  :: st[ref]==CANCELLED || st[ref]==RETURNED -> unqueue(ref); free(ref)
  :: else
  fi
}

/* = Recovery.drain, Sleepers.pop, Sleepers.popped */
inline drain() {
  do
  :: ret!=0 ->
     atomic { y=ret; if :: MUT==9 -> skip :: else -> popping=y fi };
     if
     :: atomic { ret==y -> ret=link[y-1] }; takeBack(y-1); d_step { popping=0; y=0 }
     :: atomic { ret!=y -> y=0 }             /* somebody gave back another: again */
     fi
  :: else -> break
  od
}

/* = Sleepers.giveBack */
inline giveBack() {
  do
  :: link[r]=ret;
     if
     :: atomic { ret==link[r] -> ret=r+1; break }
     :: ret!=link[r] -> skip
     fi
  od
}

/* ---- journal ------------------------------------------------------------------------------------------------- */

/* = Journal.begin, Journal.putLong, Journal.putInt, called by Applier.journalPlan: what a record's or the caller's plan
 * changes. p has the undo row, done is the record that becomes DONE + 1. */
inline fill(p, a, b, isundo, done) {
  d_step {
    jword[0]=((a)!=0); jval[0]=val[0]+(a); jrow=0;
    if :: isundo -> jrow=p+1; jadj[0]=ADJ(p,0)-(a) :: else fi;
#if NS==2
    jword[1]=((b)!=0); jval[1]=val[1]+(b);
    if :: isundo -> jadj[1]=ADJ(p,1)-(b) :: else fi;
#endif
  };
  if :: MUT==18 -> commit=1 :: else fi;
  d_step {
    j=ADJ(p,0)!=0;                           /* = Applier.flagsWithHolders: UNDO while anyone has an adjustment */
    jundo[0]=(isundo -> HOLDERSBUT(p,0) || ADJ(p,0)!=(a) : undo[0]);
#if NS==2
    jundo[1]=(isundo -> HOLDERSBUT(p,1) || ADJ(p,1)!=(b) : undo[1]);
#endif
    jdone=done; j=0
  }
}

/* = Journal.commit: the store that decides. The ghost counts what is given for good. */
inline commitIt(a, b, isundo) {
  d_step {
    commit=(MUT==1 -> 0 : 1);
    if
    :: !(isundo) -> given[0]=given[0]+(a);
#if NS==2
       given[1]=given[1]+(b)
#endif
    :: else
    fi
  }
}

#define CLEARJOURNAL d_step { commit=0; jword[0]=0; jval[0]=0; jundo[0]=0; jadj[0]=0; jrow=0; jdone=0; CLEAR1 }
#if NS==2
#define CLEAR1 jword[1]=0; jval[1]=0; jundo[1]=0; jadj[1]=0
#else
#define CLEAR1 skip
#endif

/* = Journal.carryOut: absolute stores, then the journal is idle (emptying it keeps the model small) */
inline carryOut() {
  if :: MUT==20 -> commit=0 :: else fi;
  if :: jrow!=0 -> ADJ(jrow-1,0)=jadj[0] :: else fi;
  if :: jword[0] -> d_step { val[0]=jval[0]; undo[0]=jundo[0] } :: else fi;
#if NS==2
  if :: jrow!=0 -> ADJ(jrow-1,1)=jadj[1] :: else fi;
  if :: jword[1] -> d_step { val[1]=jval[1]; undo[1]=jundo[1] } :: else fi;
#endif
  if :: jdone!=0 -> st[jdone-1]=DONE :: else fi;
  CLEARJOURNAL
}

/* = Journal.redo */
inline redo() {
  if
  :: MUT==3 || !commit -> CLEARJOURNAL
  :: else -> carryOut()
  fi
}

/* ---- recovery ------------------------------------------------------------------------------------------------ */

/* = Recovery.rebuildSleepers, Sleepers.halfPopped, Sleepers.rebuildFree, Recovery.nameGated */
inline rebuildSleepers() {
  d_step {                                   /* is the record that was being popped still on the stack? */
    y=ret;
    do :: y!=0 && y!=popping -> y=link[y-1] :: else -> break od;
    y=(y==popping -> 0 : popping)
  };
  if :: y!=0 -> takeBack(y-1) :: else fi;
  d_step { popping=0; y=0 };
  do                                         /* claimed ones wait again, as if asleep: they may be */
  :: z<NR ->
     if
     :: st[z]==CLAIMED && MUT!=7 -> st[z]=(MUT==6 -> WAITING : PARKED)
     :: else
     fi;
     z++
  :: else -> z=0; break
  od;
  requeue();
  d_step {
    do :: i<NR -> isfree[i]=!INUSE(i);
          if :: isfree[i] -> sq[i]=(sq[i]+1)%SEQ; own[i]=0; OP(i,0)=0; oundo[i]=0; ozero[i]=0; ticket[i]=0; link[i]=0 :: else fi;
          i++
       :: else -> i=0; break od
  };
  if :: queue[0]!=0 -> gated[0]=1 :: else fi;
#if NS==2
  if :: queue[0]!=0 -> gated[1]=1 :: else fi;
#endif
}

/* = Recovery.findDead: who has a row or a record here, and lives no more */
inline findDead() {
  d_step {
    do
    :: i<NP -> if :: row[i] && dead[i] -> note=note|BIT(i) :: else fi; i++
    :: else -> i=0; break
    od;
    do
    :: i<NR -> if :: INUSE(i) && dead[own[i]] -> note=note|BIT(own[i]) :: else fi; i++
    :: else -> i=0; break
    od
  }
}

/* Bug 4: the value, then the adjustment, without the journal. */
#define UNDOBACKWARDS d_step { if :: jword[0] -> val[0]=jval[0]; undo[0]=jundo[0] :: else fi }; \
                      d_step { ADJ(z,0)=0; commit=0; jword[0]=0; jval[0]=0; jundo[0]=0; jrow=0 }
#if NS==2
#define GIVEN1 given[1]=given[1]+jval[1]-val[1]-ADJ(z,1)
#else
#define GIVEN1 skip
#endif
/* = Recovery.settle, Recovery.removeSleepers, Applier.undo, UndoRows.release */
inline settle() {
  if :: MUT==11 -> skip :: else -> drain() fi;
  do
  :: x<NR -> if :: INUSE(x) && own[x]==z -> unqueue(x); free(x) :: else fi; x++
  :: else -> x=0; break
  od;
  if
  :: row[z] ->
     d_step {
       jword[0]=(ADJ(z,0)!=0); jval[0]=(val[0]+ADJ(z,0)<0 -> 0 : val[0]+ADJ(z,0)); jundo[0]=HOLDERSBUT(z,0);
       jadj[0]=0; jrow=z+1;
#if NS==2
       jword[1]=(ADJ(z,1)!=0); jval[1]=(val[1]+ADJ(z,1)<0 -> 0 : val[1]+ADJ(z,1)); jundo[1]=HOLDERSBUT(z,1);
       jadj[1]=0;
#endif
     };
     if :: jword[0] -> gated[0]=1 :: else fi;
#if NS==2
     if :: jword[1] -> gated[1]=1 :: else fi;
#endif
     if :: MUT==4 -> UNDOBACKWARDS
     :: else -> d_step { commit=1; given[0]=given[0]+jval[0]-val[0]-ADJ(z,0); GIVEN1 };   /* ghost: what clamping adds */
        carryOut()
     fi;
     row[z]=0
  :: else
  fi
}
/* = Recovery.wakeAllDone */
inline wakeAllDone() {
  d_step {
    do :: i<NR -> if :: st[i]==DONE -> wakes=wakes|BIT(i) :: else fi; i++ :: else -> i=0; break od
  }
}

/* ---- hand-over ----------------------------------------------------------------------------------------------- */

/* = HandOver.changedAll, HandOver.changed, HandOver.wakeConst, HandOver.scan, HandOver.attempt: the next that can run,
 * zero-waiters first, then by who came first; runnable ones of the dead are passed over and noted. */
inline next() {
  d_step {
    y=0; i=0;
#ifdef ZERO
    do
    :: i<NR && queue[i]!=0 ->
       if
       :: y==0 && ozero[queue[i]-1] && ISWAITING(queue[i]-1) && CAN(queue[i]-1) ->
          if :: dead[own[queue[i]-1]] -> note=note|BIT(own[queue[i]-1]) :: else -> y=queue[i] fi
       :: else
       fi;
       i++
    :: else -> i=0; break
    od;
#endif
    do
    :: i<NR && queue[i]!=0 ->
       if
       :: y==0 && !ozero[queue[i]-1] && ISWAITING(queue[i]-1) && CAN(queue[i]-1) ->
          if :: dead[own[queue[i]-1]] -> note=note|BIT(own[queue[i]-1]) :: else -> y=queue[i] fi
       :: else
       fi;
       i++
    :: else -> i=0; break
    od;
    if                                       /* nobody who came earlier and could run is overtaken */
    :: y!=0 && !ozero[y-1] ->
       do
       :: i<NR -> assert(!(ISWAITING(i) && !ozero[i] && !dead[own[i]] && ticket[i]<ticket[y-1] && CAN(i))); i++
       :: else -> i=0; break
       od
    :: else
    fi
  }
}

/* = HandOver.complete, HandOver.claim, Applier.applyFor, HandOver.tell */
inline complete() {
  x=y-1; y=0;
  if
  :: MUT==8 -> y=1+(st[x]==PARKED)
  :: atomic { MUT!=8 && st[x]==WAITING -> st[x]=CLAIMED; y=1 }
  :: atomic { MUT!=8 && st[x]==PARKED -> st[x]=CLAIMED; y=2 }
  :: MUT!=8 && !ISWAITING(x) -> y=0          /* withdrawn meanwhile */
  fi;
  if
  :: y!=0 ->
     unqueue(x);
     if
     :: ozero[x] -> fill(own[x], 0, 0, 0, x+1)
     :: else -> fill(own[x], OP(x,0), OPB(x), oundo[x], x+1)
     fi;
     commitIt(OP(x,0), OPB(x), oundo[x]);
     carryOut();
     if :: y==2 && MUT!=13 -> wakes=wakes|BIT(x) :: else fi
  :: else
  fi;
  d_step { x=0; y=0 }
}

/* ---- a thread ------------------------------------------------------------------------------------------------ */

#define SEMOP   1
#define SETTLE  2
#define CHECKUP 3

#define CALL(a_,b_,u_,z_,n_) d_step { a=a_; b=b_; isundo=u_; iszero=z_; nowait=n_ }

/* a call has returned: what the participant may count on */
#define RETURN(a_,b_,u_) \
  if :: u_ -> MINE(me,0)=MINE(me,0)+a_; RETURN1(b_) :: else fi
#if NS==2
#define RETURN1(b_) MINE(me,1)=MINE(me,1)+b_
#else
#define RETURN1(b_) skip
#endif

proctype Thread(byte me; bit janitor) {
  byte what, r, s, i, j, x, y, z, note, wakes, opn, who;
  short a, b;
  bit isundo, iszero, nowait, stolen, after, allDone, plain, late;
  {
    skip;
again:
    if
    :: janitor ->                            /* = Janitor.look, Engine.settleAllDead, Sets.settleTouched */
end_idle:
       atomic { UNSETTLED;
         if
         :: dead[0] && attached[0] -> who=0
         :: dead[1] && attached[1] -> who=1
#if NP==3
         :: dead[2] && attached[2] -> who=2
#endif
         fi
       };
       what=SETTLE; goto inside
    :: !janitor && opn<NOPS && me<NACT ->    /* = SemCalls.semop */
       opn++;
       if
#ifdef UNDO
       :: MINE(me,0)==0 -> CALL(-1,0,1,0,0)
       :: MINE(me,0)<0  -> CALL(1,0-MINEB,1,0,0)
#ifdef VUNDO
       :: MINE(me,0)==0 -> CALL(1,0,1,0,0)
#endif
#ifdef ARRAY
       :: MINE(me,0)==0 -> CALL(-1,-1,1,0,0)
#endif
#endif
#ifdef PLAIN
       :: CALL(-1,0,0,0,0)
       :: CALL(1,0,0,0,0)
#ifdef ARRAY
       :: CALL(-1,-1,0,0,0)
       :: CALL(1,1,0,0,0)
#endif
#endif
#ifdef ZERO
       :: CALL(0,0,0,1,0)
#endif
#ifdef TRY
       :: CALL(-1,0,0,0,1)
#endif
       fi;
       /* = SemSet.fast */
       if
       :: atomic { !isundo && b==0 && !gated[0] && FITS(a,0,iszero) ->
            val[0]=val[0]+a; given[0]=given[0]+a; QUIET; a=0; iszero=0; nowait=0; goto again }
       :: atomic { !isundo && b==0 && nowait && !gated[0] && !FITS(a,0,iszero) -> a=0; iszero=0; nowait=0; goto again }
       :: isundo || b!=0 || gated[0] || (!nowait && !FITS(a,0,iszero)) -> what=SEMOP
       fi;
       if
       :: atomic { nowait -> i=0; s=0; do :: i<NP -> if :: dead[i] -> s=s|BIT(i) :: else fi; i++ :: else -> i=0; break od }
       :: !nowait
       fi
    :: !janitor && (opn>=NOPS || me>=NACT) -> finished[me]=1; goto over
    fi;

inside:                                      /* = SemSet.enter, Gate.enter */
    if
    :: atomic { gate==0 -> gate=me+1 }
    :: atomic { gate!=0 && dead[gate-1] -> gate=me+1; stolen=1 }
    fi;
    if
    :: stolen ->                             /* = Recovery.recover */
       redo();
       rebuildSleepers();
       d_step { stolen=0; allDone=1 };
       findDead();
       goto settling
    :: else
    fi;
body:
    drain();
    if
    :: what==SETTLE || what==CHECKUP ->      /* = SemSet.settleDead, SemSet.settleDeadInside */
       findDead();
       d_step { after=1; if :: what==SETTLE && MUT!=10 -> allDone=1 :: else fi };
       if :: note!=0 -> goto settling :: else -> goto leaving fi
    :: else                                  /* = SemSet.semopInside */
    fi;
    if :: MUT==2 -> skip :: else -> gated[0]=1 fi;
#if NS==2
    if :: b!=0 -> gated[1]=1 :: else fi;
#endif
    if :: isundo && !row[me] -> row[me]=1 :: else fi;                   /* = SemSet.takeRow, UndoRows.take */
    if
    :: FITS(a,b,iszero) ->                   /* = SemopPlanner.plan */
       if
       :: !isundo && b==0 ->                 /* = Applier.apply: one word, one store */
          d_step { val[0]=val[0]+a; given[0]=given[0]+a; plain=1 }
       :: else ->
          fill(me, a, b, isundo, 0); commitIt(a, b, isundo); carryOut();
          d_step { RETURN(a,b,isundo) }
       fi;
       d_step { a=0; b=0; isundo=0; iszero=0; nowait=0; s=0; after=1 };
       goto handing
    :: !FITS(a,b,iszero) ->
       d_step {                              /* = SemSet.othersMatter, SemSet.settleHolders */
         do
         :: i<NP ->
            if :: MUT!=15 && dead[i] && row[i] && ADJS(i) -> note=note|BIT(i) :: else fi;
            i++
         :: else -> i=0; break
         od
       };
       if :: note!=0 -> goto settling :: else fi;
       if
       :: nowait ->                          /* EAGAIN: nobody who was dead when we asked has our unit */
          d_step {
            do :: i<NP -> assert(!((s>>i)&1) || ADJ(i,0)<=0); i++ :: else -> i=0; break od;
            a=0; nowait=0; s=0
          }
       :: else ->                            /* = SemSet.fallAsleep, Sleepers.make, Sleepers.take */
          d_step {
            r=0;
            do :: r<NR && !isfree[r] -> r++ :: else -> break od;
            assert(r<NR);                    /* no record has leaked */
            assert(st[r]==FREE);
            isfree[r]=0
          };
          d_step {                           /* filled and queued; = Queues.add */
            own[r]=me; OP(r,0)=a; oundo[r]=isundo; ozero[r]=iszero;
#if NS==2
            OP(r,1)=b;
#endif
            ticket[r]=1;
            do :: i<NR -> if :: i!=r && INUSE(i) && ticket[i]>=ticket[r] -> ticket[r]=ticket[i]+1 :: else fi; i++
               :: else -> i=0; break od;
            do :: queue[i]!=0 -> i++ :: else -> break od;
            queue[i]=r+1; i=0
          };
          d_step { st[r]=WAITING; sq[r]=(sq[r]+1)%SEQ; s=sq[r]; a=0; b=0; isundo=0; iszero=0; r=r+1 }   /* = Sleepers.publish */
       fi;
       goto leaving
    fi;

settling:                                    /* = Recovery.settleAll, Recovery.settleFound, Recovery.handOverAll */
    do
    :: note!=0 ->
       d_step {
         z=0; do :: !((note>>z)&1) -> z++ :: else -> break od;
         note=note&(255-BIT(z))
       };
       settle();
       z=0
    :: else -> break
    od;
handing:
    do
    :: next(); if :: y!=0 -> complete() :: else -> break fi
    od;
    if                                       /* = Applier.relax: now and then, when nobody depends on it */
    :: plain && (queue[0]==0 || MUT==14) && !undo[0] -> gated[0]=0
    :: skip
    fi;
    plain=0;
    if :: note!=0 -> goto settling :: else fi;
    if
    :: !after ->
       if :: allDone && MUT!=5 -> wakeAllDone() :: else fi;
       allDone=0; goto body
    :: else
    fi;
leaving:                                     /* = SetState.leave, Gate.leave, Wakes.run */
    if :: allDone -> wakeAllDone() :: else fi;
    d_step { after=0; allDone=0; gate=0; QUIET;
#ifdef OBS
      passages=(MUT==17 -> 0 : (passages+1)%4)
#endif
    };
    do
    :: wakes!=0 ->
       d_step {
         i=0; do :: !((wakes>>i)&1) -> i++ :: else -> break od;
         wakes=wakes&(255-BIT(i)); asleep[i]=0; i=0
       }
    :: else -> break
    od;
    if
    :: what==SETTLE -> d_step { attached[who]=0; who=0; what=0 }        /* = Participant.settled */
    :: else -> what=0
    fi;
    if :: r==0 -> goto again :: else -> r-- fi;

    do                                       /* = ThreadSleep.await */
    :: atomic { st[r]==DONE ->               /* = SemSet.acknowledge */
         assert(own[r]==me && sq[r]==s);
         st[r]=RETURNED; RETURN(OP(r,0),OPB(r),oundo[r]) };
       giveBack(); break
    :: atomic { st[r]==CLAIMED ->            /* = ThreadSleep.bear */
#ifdef SHORT
         skip
#else
         st[r]!=CLAIMED
#endif
       }
    :: st[r]==CLAIMED && gate!=0 && dead[gate-1] -> what=CHECKUP; r++; goto inside
    :: atomic { st[r]==WAITING && !late && MUT!=16 -> st[r]=PARKED }    /* = ThreadSleep.park */
    :: MUT==16 && st[r]==WAITING && !late -> st[r]=PARKED
    :: atomic { st[r]==PARKED && !late -> asleep[r]=1 };                /* = InterruptibleFutex.await */
       if
       :: !asleep[r]
#ifdef TMO
       :: atomic { asleep[r] -> asleep[r]=0; late=1 };
          if :: UNSETTLED -> what=CHECKUP; r++; goto inside :: else fi
#endif
       fi
    :: atomic { late && ISWAITING(r) ->      /* = SemSet.withdraw */
         assert(own[r]==me && sq[r]==s);
         st[r]=CANCELLED };
       giveBack(); break
    od;
    r=0;
    d_step { s=0; late=0 };
progress:
    goto again
  } unless { dead[me] };
over:
  skip;
  d_step { what=0; r=0; s=0; i=0; j=0; x=0; y=0; z=0; note=0; wakes=0; opn=0; who=0; a=0; b=0; isundo=0; iszero=0; nowait=0;
           stolen=0; after=0; allDone=0; plain=0; late=0;
           if :: dead[me] -> MINE(me,0)=0; RETURN1(-MINE(me,1)) :: else fi }
}

/* What is left of a process that is killed: its stores. What it slept on knows it no more. */
#define KILL(p) \
  atomic { kills<MAXC && !dead[p] -> kills++; dead[p]=1; \
    i=0; do :: i<NR -> if :: own[i]==p && INUSE(i) -> asleep[i]=0 :: else fi; i++ :: else -> i=0; break od }

proctype Killer() {
  byte i;
end_quiet:
  do
  :: KILL(0)
  :: KILL(1)
#if NP==3
  :: KILL(2)
#endif
  :: break                                  /* or nobody else dies */
  od
}

#ifdef OBS
/* = SemSet.getVal, SemSet.isSettled: a value that is told without entering the gate was the value at a quiet instant. */
proctype Observer() {
  byte v, p, n; bit g;
  do
  :: n<2 -> n++;
     d_step { seen=BIT(stable); p=passages };
     d_step { v=val[0]; g=gated[0] };
     if
     :: !g -> d_step { assert((seen>>v)&1); v=0; p=0 }
     :: g ->
        if
        :: gate==0 -> if :: passages==p -> d_step { assert((seen>>v)&1); v=0; p=0; g=0 } :: else -> d_step { v=0; p=0; g=0 } fi
        :: gate!=0 -> d_step { v=0; p=0; g=0 }
        fi
     fi
  :: n==2 -> break
  od
}
#endif

/* When nothing can happen any more. */
#define QUIETP(p) \
  if :: dead[p] -> assert(!attached[p] && !row[p] && !ADJS(p)) \
     :: else -> assert(ADJ(p,0)==-MINE(p,0)) ; QUIETP1(p) \
  fi
#if NS==2
#define QUIETP1(p) assert(ADJ(p,1)==-MINE(p,1))
#else
#define QUIETP1(p) skip
#endif

proctype Checker() {
  byte i, n, y;
  timeout;
  d_step {
    assert(gate==0 && !commit && popping==0);
    assert(val[0]==INIT+given[0]-SUMADJ(0) && undo[0]==HOLDERS(0));
#if NS==2
    assert(val[1]==INIT+given[1]-SUMADJ(1) && undo[1]==HOLDERS(1));
#endif
    QUIETP(0); QUIETP(1);
#if NP==3
    QUIETP(2);
#endif
    do
    :: i<NR ->
       if
       :: st[i]==FREE -> assert(isfree[i])
       :: ISWAITING(i) ->
          assert(!dead[own[i]] && !finished[own[i]] && st[i]==PARKED && asleep[i] && !CAN(i) && gated[0]); n++
       :: else ->
          assert(st[i]==CANCELLED || st[i]==RETURNED);
          y=ret; do :: y!=0 && y!=i+1 -> y=link[y-1] :: else -> break od;
          assert(y==i+1); y=0
       fi;
       i++
    :: else -> i=0; break
    od;
    do                                       /* each live thread has finished, or sleeps */
    :: i<NACT -> if :: !dead[i] && !finished[i] -> n-- :: else fi; i++
    :: else -> break
    od;
    assert(n==0)
  }
}

init {
  byte k;
  atomic {
    do :: k<NS -> val[k]=INIT; k++ :: else -> k=0; break od;
    do :: k<NR -> isfree[k]=1; k++ :: else -> k=0; break od;
    do :: k<NP -> attached[k]=1; k++ :: else -> k=0; break od;
#ifdef OBS
    stable=INIT; seen=BIT(INIT);
    run Observer();
#endif
    do :: k<NP -> run Thread(k,0); run Thread(k,1); k++ :: else -> k=0; break od;
    if :: MAXC>0 -> run Killer() :: else fi;
    run Checker()
  }
}
