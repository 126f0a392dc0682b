import { drawInt, type RandomState, seedRandom } from '../../../../lab/random.ts';
import type { Id } from '../algorithm.ts';
import { FastText } from '../fast/document.ts';
import { fugue } from '../fast/fugue.ts';
import type { RunOperation } from '../fast/operations.ts';
import type { TraceFile, TraceTransaction } from './trace.ts';

const SEED = 2023;
const KEYSTROKES = 4000;
const WORDS =
  'a an the and or but of in on with for to from by at as we you they it is are was will can may text letter word line edit merge tree list node left right parent child sibling origin replica author cursor order before after between behind insert delete type send hear agree bread milk eggs butter flour sugar salt yeast oven kitchen morning evening garden window paper laptop phone train river stone bridge winter summer'.split(
    ' ',
  );
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const BACKSPACE = '\b';
/** As far as somebody looks for the end of a word. */
const LINE = 40;

/** Asked one after the other; the same answers every time. */
class Chance {
  #state: RandomState;

  constructor(seed: number) {
    this.#state = seedRandom(seed);
  }

  /** From `low` to `high`, both included. */
  roll(low: number, high: number): number {
    const [value, next] = drawInt(this.#state, low, high);
    this.#state = next;
    return value;
  }

  /** True so many times in a hundred. */
  is(percent: number): boolean {
    return this.roll(1, 100) <= percent;
  }
}

/** A transaction, and the last one by the other that its author knew of. */
interface Made {
  readonly t: number;
  readonly knew: number;
}

const NONE: Made = { t: -1, knew: -1 };

/** Somebody who writes: a text, a cursor in it, and keys that the fingers are about to press. */
class Writer {
  readonly agent: number;
  readonly text: FastText;
  readonly #sent: RunOperation[] = [];
  #cursor: Id | null = null;
  #keys: string[] = [];
  /** The last transaction made here, and the last of the other that was here by then. */
  #last = NONE;
  /** The last of the other that is here, and the last of ours that was there by then. */
  #heard = NONE;

  constructor(agent: number) {
    this.agent = agent;
    this.text = new FastText(fugue, agent, (operation) => this.#sent.push(operation));
  }

  /** A keystroke, as the transaction of this number. */
  write(t: number, chance: Chance): TraceTransaction {
    const parents = this.#parents();
    const patches = [this.#press(chance)];
    this.#last = { t, knew: this.#heard.t };
    return { agent: this.agent, parents, patches };
  }

  /** Gets all that the other has written since the last time. */
  hear(other: Writer): void {
    for (const operation of other.#sent.splice(0)) this.text.apply(operation);
    this.#heard = other.#last;
  }

  /** The last transactions of both, unless one of them follows the other. */
  #parents(): readonly number[] {
    const [ours, theirs] = [this.#last, this.#heard];
    if (theirs.t <= ours.knew) return ours === NONE ? [] : [ours.t];
    return ours.t <= theirs.knew ? [theirs.t] : [ours.t, theirs.t];
  }

  /** To the start of the first word behind an index. */
  goTo(at: number): void {
    const space = this.text.slice(at, at + LINE).search(/\s/);
    this.#cursor = this.text.anchorAt(space < 0 ? this.text.length : at + space + 1);
    this.#keys = [];
  }

  #press(chance: Chance): TraceTransaction['patches'][number] {
    if (this.#keys.length === 0) this.#think(chance);
    const at = this.text.indexBehind(this.#cursor);
    let key = this.#keys.shift()!;
    // The other may have deleted all that there was to delete.
    if (key === BACKSPACE && at === 0) key = ' ';
    if (key === BACKSPACE) this.text.delete(at - 1, 1);
    else this.text.insert(at, key);
    const now = key === BACKSPACE ? at - 1 : at + 1;
    this.#cursor = this.text.anchorAt(now);
    return key === BACKSPACE ? [now, 1, ''] : [at, 0, key];
  }

  /** Goes on with the next word, mostly; or elsewhere; or does not like the last one. */
  #think(chance: Chance): void {
    if (chance.is(7)) this.goTo(chance.roll(0, this.text.length));
    if (chance.is(5)) {
      const at = this.text.indexBehind(this.#cursor);
      const word = /\S*\s*$/.exec(this.text.slice(at - LINE, at))![0];
      this.#keys = new Array<string>(word.length).fill(BACKSPACE);
    }
    const word = WORDS[chance.roll(0, WORDS.length - 1)]!;
    const end = chance.is(12) ? '. ' : chance.is(4) ? '.\n' : ' ';
    this.#keys.push(...typing(word, chance), ...end);
  }
}

/** A word as it is typed: now and then a wrong letter, seen a little later. */
function typing(word: string, chance: Chance): readonly string[] {
  if (!chance.is(15)) return [...word];
  const wrong = chance.roll(0, word.length - 1);
  const seen = Math.min(word.length, wrong + chance.roll(1, 3));
  const slip = LETTERS[chance.roll(0, LETTERS.length - 1)]!;
  return [
    ...word.slice(0, wrong),
    slip,
    ...word.slice(wrong + 1, seen),
    ...new Array<string>(seen - wrong).fill(BACKSPACE),
    ...word.slice(wrong),
  ];
}

/** One author alone, for as many keystrokes as are asked for. */
export function sampleAlone(keystrokes: number): TraceFile {
  const chance = new Chance(SEED);
  const ana = new Writer(0);
  const txns = Array.from({ length: keystrokes }, (_, t) => {
    return { patches: ana.write(t, chance).patches };
  });
  return { endContent: ana.text.text(), txns };
}

/**
 * A made-up session of two authors, a few thousand keystrokes long, for pages and
 * benchmarks that have no recorded one. They mistype and correct, jump about, and
 * hear of each other within a few keystrokes; for a while each is offline, and
 * what they typed is then merged. Unlike in published traces, both now and then
 * type at the same place meanwhile, so the ending depends on the algorithm:
 * `endContent` is Fugue's. It is the same every time.
 */
export function sample(): TraceFile {
  const chance = new Chance(SEED);
  const [ana, ben] = [new Writer(0), new Writer(1)];
  const txns: TraceTransaction[] = [];
  while (txns.length < KEYSTROKES) {
    const offline = chance.is(5);
    if (offline && chance.is(70)) {
      const place = chance.roll(0, ana.text.length);
      ana.goTo(place);
      ben.goTo(place);
    }
    const most = offline ? 60 : 4;
    for (const writer of [ana, ben]) {
      for (let i = chance.roll(0, most); i > 0; i--) txns.push(writer.write(txns.length, chance));
    }
    ana.hear(ben);
    ben.hear(ana);
  }
  return { endContent: ana.text.text(), numAgents: 2, txns };
}
