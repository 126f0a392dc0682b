import type { Run } from './run.ts';

/** What one replica has typed, by the counters of its operations, from 1. */
export class Author {
  /** Operations seen, deletions too. */
  seen = 0;
  #letters = new Uint32Array(16);
  /** Where each letter is; nowhere, if the operation was a deletion. */
  readonly #runs: (Run | null)[] = [null];

  /** The run with a letter, or `null` if no letter has this counter. */
  runAt(counter: number): Run | null {
    return this.#runs[counter] ?? null;
  }

  /** Notes down that the next operations put these letters into a run. */
  type(text: string, run: Run): void {
    for (let i = 0; i < text.length; i++) {
      const letter = text.codePointAt(i)!;
      if (letter > 0xffff) i += 1;
      this.#next(run);
      this.#letters[this.seen] = letter;
    }
  }

  /** Notes down that the next operations deleted something. */
  skip(count: number): void {
    for (let i = 0; i < count; i++) this.#next(null);
  }

  /** Says of operations seen before that they put letters into a run. Throws if they cannot have. */
  claim(run: Run): void {
    const { replica, counter, length } = run;
    const end = counter + length;
    const free = counter >= 1 && length >= 1 && end <= this.seen + 1;
    if (!free || this.#runs.slice(counter, end).some((each) => each !== null)) {
      throw new Error(`There cannot be letters ${counter} to ${end - 1} by replica ${replica}.`);
    }
    this.move(counter, length, run);
  }

  /** Takes so many letters from a place in a text, and returns the place behind them. */
  spell(counter: number, length: number, text: string, at: number): number {
    let from = at;
    for (let i = counter; i < counter + length; i++) {
      const letter = text.codePointAt(from);
      if (letter === undefined) throw new Error('There are more places than letters for them.');
      this.#letters[i] = letter;
      from += letter > 0xffff ? 2 : 1;
    }
    return from;
  }

  #next(run: Run | null): void {
    this.seen += 1;
    this.#runs.push(run);
    if (this.seen < this.#letters.length) return;
    const letters = new Uint32Array(2 * this.#letters.length);
    letters.set(this.#letters);
    this.#letters = letters;
  }

  /** Letters that are in another run from now on. */
  move(counter: number, length: number, run: Run): void {
    this.#runs.fill(run, counter, counter + length);
  }

  text(counter: number, length: number): string {
    const parts: string[] = [];
    // A call takes so many arguments everywhere.
    for (let from = counter, to = counter + length; from < to; from += 4096) {
      const letters = this.#letters.subarray(from, Math.min(to, from + 4096));
      parts.push(String.fromCodePoint(...letters));
    }
    return parts.join('');
  }
}

/** Letters are code points. */
export function lettersIn(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    if (isTrail(text.charCodeAt(i)) && isLead(text.charCodeAt(i - 1))) count -= 1;
  }
  return count;
}

const isLead = (unit: number) => (unit & 0xfc00) === 0xd800;
const isTrail = (unit: number) => (unit & 0xfc00) === 0xdc00;
