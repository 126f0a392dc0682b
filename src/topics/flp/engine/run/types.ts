import type { RandomState } from '../../../../lab/random.ts';
import type { Bit, Local } from '../protocol.ts';
import type { Choice } from '../protocols/index.ts';
import type { Hatch } from './hatches.ts';

export interface FlpConfig {
  readonly protocol: Choice;
  readonly inputs: readonly Bit[];
  /** How many processes the scheduler may stop. */
  readonly faults: number;
  /** How the model is edited; not at all if left out. */
  readonly hatch?: Hatch;
}

/** A message in the buffer, with what the rules do not look at: where it is from, and how old it is. */
export interface Posted {
  /** Counted from 1 in the order of sending. */
  readonly id: number;
  readonly to: number;
  readonly from: number;
  readonly message: string;
  /** The step that sent it, counted from 1. */
  readonly sent: number;
}

/** The steps taken so far, latest first. */
export interface Trail {
  readonly p: number;
  readonly message: string | null;
  readonly coins: string;
  readonly before: Trail | null;
}

export interface FlpState {
  readonly config: FlpConfig;
  readonly inputs: readonly Bit[];
  readonly locals: readonly Local[];
  /** In the order of sending. */
  readonly buffer: readonly Posted[];
  /** Messages sent so far. */
  readonly sent: number;
  /** Steps taken so far. */
  readonly steps: number;
  /** For each process the step that was its last; 0 before its first. */
  readonly lastStep: readonly number[];
  /** For each process its first step; `null` before that. */
  readonly firstStep: readonly (number | null)[];
  /** For each process the last step at which it received its oldest message, or nothing where none waited. */
  readonly served: readonly number[];
  /** Those that take no more steps. */
  readonly stopped: readonly boolean[];
  readonly trail: Trail | null;
  /** The coins that nobody chooses. */
  readonly random: RandomState;
}

export type FlpAction =
  /** The event (p, m), or (p, ∅) where `message` is `null`; `coins` where the step tosses some. */
  | {
      readonly type: 'step';
      readonly p: number;
      readonly message: string | null;
      readonly coins?: string;
    }
  /** p is not scheduled any more: this is what a crash is. */
  | { readonly type: 'stop'; readonly p: number }
  /** Other inputs, before the first step. */
  | { readonly type: 'set-up'; readonly inputs: readonly Bit[] };

export type RunEvent =
  | {
      readonly kind: 'step';
      readonly p: number;
      readonly message: string | null;
      /** Who sent what was received. */
      readonly from: number | null;
      readonly before: Local;
      readonly after: Local;
      readonly sends: readonly Posted[];
    }
  | { readonly kind: 'decide'; readonly p: number; readonly value: Bit }
  | { readonly kind: 'conflict'; readonly p: number; readonly value: Bit }
  | { readonly kind: 'stop'; readonly p: number }
  | { readonly kind: 'set-up'; readonly inputs: readonly Bit[] };
