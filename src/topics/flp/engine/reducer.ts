import type { Configuration } from './graph.ts';
import type { Machine } from './machine.ts';
import type { Quotient } from './protocol.ts';

/** A configuration as it is explored, and by how many rounds it was moved back for that. */
export interface ReducedTo {
  readonly configuration: Configuration;
  readonly rounds: number;
}

/**
 * A machine's quotient by number: `reduceBy` with everything worked out once for each
 * state, and for each state and message. Exploring spends most of its time here.
 */
export class Reducer {
  readonly #machine: Machine;
  readonly #quotient: Quotient<unknown> | undefined;
  readonly #among: readonly boolean[];
  readonly #phases: number[] = [];
  /** By state and then by message. */
  readonly #matters: boolean[][] = [];
  /** By rounds and then by number. */
  readonly #locals: number[][] = [];
  readonly #letters: number[][] = [];

  constructor(machine: Machine, among: readonly boolean[]) {
    this.#machine = machine;
    this.#quotient = machine.protocol.quotient;
    this.#among = among;
  }

  /** Whether nobody is too far ahead for the configuration to be explored. */
  within({ locals }: Configuration): boolean {
    const quotient = this.#quotient;
    if (!quotient) return true;
    let [slowest, fastest] = [Number.POSITIVE_INFINITY, 0];
    for (let p = 0; p < locals.length; p += 1) {
      if (!this.#among[p]) continue;
      const phase = this.#phaseOf(locals[p]!, quotient);
      slowest = Math.min(slowest, phase);
      fastest = Math.max(fastest, phase);
    }
    return fastest - slowest <= quotient.lead;
  }

  reduce(configuration: Configuration): ReducedTo {
    const quotient = this.#quotient;
    if (!quotient) return { configuration, rounds: 0 };
    const { locals, buffer } = configuration;
    let slowest = Number.POSITIVE_INFINITY;
    for (let p = 0; p < locals.length; p += 1) {
      if (this.#among[p]) slowest = Math.min(slowest, this.#phaseOf(locals[p]!, quotient));
    }
    const rounds = Math.floor(slowest / quotient.phases);
    const left: number[] = [];
    for (const letter of buffer) {
      const to = this.#machine.processOf(letter);
      if (!this.#among[to] || !this.#isOfUse(locals[to]!, letter, quotient)) continue;
      left.push(rounds === 0 ? letter : this.#letterBefore(letter, rounds, quotient));
    }
    if (rounds > 0) left.sort((a, b) => a - b);
    const moved = locals.map((local, p) =>
      this.#among[p] ? this.#localBefore(p, local, rounds, quotient) : local,
    );
    return { configuration: { locals: moved, buffer: left }, rounds };
  }

  #phaseOf(local: number, quotient: Quotient<unknown>): number {
    this.#phases[local] ??= quotient.phase(this.#machine.local(local));
    return this.#phases[local];
  }

  #isOfUse(local: number, letter: number, quotient: Quotient<unknown>): boolean {
    this.#matters[local] ??= [];
    const row = this.#matters[local];
    row[letter] ??= quotient.matters(
      this.#machine.local(local),
      this.#machine.letter(letter).message,
    );
    return row[letter];
  }

  #localBefore(p: number, local: number, rounds: number, quotient: Quotient<unknown>): number {
    this.#locals[rounds] ??= [];
    const row = this.#locals[rounds];
    row[local] ??= this.#machine.localId(p, quotient.moved(this.#machine.local(local), -rounds));
    return row[local];
  }

  #letterBefore(letter: number, rounds: number, quotient: Quotient<unknown>): number {
    this.#letters[rounds] ??= [];
    const row = this.#letters[rounds];
    const { to, message } = this.#machine.letter(letter);
    row[letter] ??= this.#machine.eventId({ p: to, message: quotient.later(message, -rounds) });
    return row[letter];
  }
}
