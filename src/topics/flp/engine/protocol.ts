/** What a process may read and do while it takes one step. */
export interface Acting<Data> {
  /** 0 to `processes - 1`. */
  readonly p: number;
  readonly processes: number;
  /** The input register, x_p. */
  readonly input: Bit;
  /** The output register, y_p; `null` is the paper's b. Write-once. */
  readonly output: Bit | null;
  /** All else that the process keeps. Replaced by a step, never changed in place. */
  data: Data;
  send(to: number, message: string): void;
  /** To everyone else, one message each. */
  broadcast(message: string): void;
  /** Throws `ProtocolError` if another value was decided before. */
  decide(value: Bit): void;
  /** A toss that may fall either way, and in the worst case as the scheduler likes it. */
  coin(): Bit;
}

export type Bit = 0 | 1;

/** A process between two steps. */
export interface Local<Data = unknown> {
  readonly input: Bit;
  readonly output: Bit | null;
  readonly data: Data;
}

/** A message in the buffer: for whom, and what it says. */
export interface Letter {
  readonly to: number;
  readonly message: string;
}

/** An event (p, m), or (p, ∅) where `message` is `null`. */
export interface FlpEvent {
  readonly p: number;
  readonly message: string | null;
  /** How the coins fall that are tossed in it, as `0` and `1` in order; none if left out. */
  readonly coins?: string;
}

/**
 * A protocol of the 1985 model. `step` is the whole transition function: it has
 * to be deterministic but for the coin, and whatever it does not change stays.
 */
export interface Protocol<Data = unknown> {
  readonly id: string;
  readonly processes: number;
  /** What a process keeps before its first step. Plain JSON, its fields always in one order. */
  begin(p: number, input: Bit): Data;
  /** One step: `message` is what was received, or `null` for the empty delivery ∅. */
  step(me: Acting<Data>, message: string | null): void;
  /** Whether it is cut off somewhere: an end without a decision is then open, not blocked. */
  readonly bounded?: boolean;
  /** For a protocol that goes on for ever: which of its configurations are explored as one. */
  readonly quotient?: Quotient<Data>;
}

/**
 * How the configurations of a protocol without an end become finitely many: rounds
 * are counted from the one that all have reached, and messages that can make no
 * difference any more are left out.
 */
export interface Quotient<Data> {
  /** Phases that a process has finished; 0 before its first step as well. */
  phase(local: Local<Data>): number;
  /** Phases to a round. */
  readonly phases: number;
  /**
   * Phases by which the fastest may be ahead of the slowest where the configurations
   * are explored. What leads to one that is not is put off.
   */
  readonly lead: number;
  /** Whether a process in that state can still make use of a message. */
  matters(local: Local<Data>, message: string): boolean;
  /** The same state so many rounds later, or earlier where that is negative. */
  moved(local: Local<Data>, rounds: number): Local<Data>;
  /** The same message so many rounds later. */
  later(message: string, rounds: number): string;
}

/** A protocol that breaks the model's own rules. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
