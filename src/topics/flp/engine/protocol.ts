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
}

export type Bit = 0 | 1;

/**
 * A protocol of the 1985 model. `step` is the whole transition function: it has
 * to be deterministic, and whatever it does not change stays.
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
}

/** A protocol that breaks the model's own rules. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
