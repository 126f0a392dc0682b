import type { IcePairConfig } from '../ice/pair.ts';
import type { CandidatePair, Cause, IceCandidate, PairState, Role } from '../ice/types.ts';
import type { KindId } from '../kinds.ts';
import type { NetState } from '../net/types.ts';
import type { SideId } from '../pair.ts';

/** One time that a check was sent, and what became of it. Times are in milliseconds. */
export interface SentCheck {
  readonly side: SideId;
  readonly transaction: number;
  readonly pair: number;
  readonly at: number;
  readonly cause: 'ordinary' | 'triggered' | 'nomination';
  /** How often it had been sent before. */
  readonly again: number;
  readonly end: 'answered' | 'refused' | 'died' | null;
  readonly endedAt: number | null;
}

export interface ChecklistState {
  readonly config: IcePairConfig;
  readonly seed: number;
  readonly net: NetState;
  /** By time. */
  readonly checks: readonly SentCheck[];
}

export type ChecklistAction =
  /** The next thing that is worth a frame. */
  | { readonly type: 'next' }
  /** From the beginning, with another kind in front of a side. */
  | { readonly type: 'kind'; readonly side: SideId; readonly kind: KindId }
  /** From the beginning: both are controlling, or only A is. */
  | { readonly type: 'roles'; readonly conflict: boolean }
  /** From the beginning, with a TURN server or without. */
  | { readonly type: 'turn'; readonly on: boolean }
  /** A check that is under way is lost. */
  | { readonly type: 'drop'; readonly packet: number };

export type ChecklistEvent =
  | {
      readonly kind: 'offers';
      readonly side: SideId;
      readonly candidates: readonly IceCandidate[];
    }
  | {
      readonly kind: 'formed';
      readonly side: SideId;
      readonly waiting: number;
      readonly of: number;
    }
  | {
      readonly kind: 'check';
      readonly side: SideId;
      readonly pair: CandidatePair;
      readonly cause: SentCheck['cause'];
      readonly again: number;
      readonly why: Why;
    }
  | {
      readonly kind: 'state';
      readonly side: SideId;
      readonly pair: CandidatePair;
      readonly to: PairState;
      readonly cause: Cause;
      /** Milliseconds since the check that was answered; `null` where none was. */
      readonly took: number | null;
      /** The own candidate that the other saw, where it is not the pair’s. */
      readonly seenAs: IceCandidate | null;
    }
  | { readonly kind: 'learned'; readonly side: SideId; readonly pair: CandidatePair }
  /** It answers 487, since both claim the same role and it is to keep its own. */
  | {
      readonly kind: 'refuses';
      readonly side: SideId;
      readonly role: Role;
      /** Whose check it refuses is the other’s. */
      readonly pair: CandidatePair | null;
      /** The other has given way since it sent that check. */
      readonly late: boolean;
    }
  | { readonly kind: 'role'; readonly side: SideId; readonly role: Role; readonly told: boolean }
  | {
      readonly kind: 'nominates';
      readonly side: SideId;
      readonly pair: CandidatePair;
      /** Milliseconds that it has hoped for a better one; `null` where none can come. */
      readonly hoped: number | null;
    }
  | { readonly kind: 'accepts'; readonly side: SideId; readonly pair: CandidatePair }
  | {
      readonly kind: 'selected';
      readonly side: SideId;
      readonly pair: number;
      readonly local: IceCandidate;
      readonly remote: IceCandidate;
      readonly role: Role;
    }
  | {
      readonly kind: 'died';
      readonly side: SideId;
      readonly pair: CandidatePair;
      /** Where and why; `null` where it was lost by hand. */
      readonly words: string | null;
      /** What it carried: nothing more, or a nomination that the other has not heard of yet. */
      readonly carried: 'check' | 'unheard nomination';
    }
  | { readonly kind: 'failed'; readonly side: SideId }
  /** Begun anew: what is otherwise. */
  | { readonly kind: 'anew' };

/** Why it was a pair’s turn. */
export type Why =
  /** The highest of those that wait; `behind` are higher ones without permission to send. */
  | { readonly is: 'highest'; readonly behind: number; readonly thawed: boolean }
  /** Nothing waited, so a frozen one was let go. */
  | { readonly is: 'idle' }
  | { readonly is: 'came-in' }
  | { readonly is: 'role' }
  /** To learn whether the other is controlled. */
  | { readonly is: 'confirm' }
  | { readonly is: 'nomination' }
  /** Milliseconds without an answer. */
  | { readonly is: 'silence'; readonly ms: number };
