import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { PORTS } from './formula.ts';

/** The lowest port that is given out and guessed. */
export const FIRST_PORT = 1025;

/** How far apart the seeds of two trials are: neighbours would begin alike. */
const SPREAD = 0x9e3779b1;

/** The generator of one trial of many. */
const generatorOf = (seed: number, trial: number) =>
  xoroshiro128plus((seed ^ Math.imul(trial + 1, SPREAD)) | 0);

/** What the hard side’s NAT gave out, and what the easy side guesses, in order; all different. */
export interface Trial {
  readonly open: readonly number[];
  readonly guesses: readonly number[];
}

/** The ports of one trial. The same as `firstHit` plays. */
export function drawTrial(open: number, probes: number, seed: number, trial: number): Trial {
  const generator = generatorOf(seed, trial);
  const deck = new Deck();
  const opened = deck.deal(open, generator);
  return { open: opened, guesses: new Deck().deal(probes, generator) };
}

type Generator = ReturnType<typeof xoroshiro128plus>;

/** All ports, dealt without putting back: the first cards of a shuffle. */
class Deck {
  readonly #ports = Uint16Array.from({ length: PORTS }, (_, i) => FIRST_PORT + i);

  deal(count: number, generator: Generator): number[] {
    const ports = this.#ports;
    const dealt: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const at = uniformInt(generator, i, PORTS - 1);
      const port = ports[at]!;
      ports[at] = ports[i]!;
      ports[i] = port;
      dealt.push(port);
    }
    return dealt;
  }
}

/**
 * Plays trials one after another and counts, for each, the probes until the first hit; −1 where
 * none of them hit. Pure: the same seed gives the same trials, whichever are asked for.
 */
export function firstHits(
  open: number,
  probes: number,
  seed: number,
  { from, count }: { readonly from: number; readonly count: number },
): Int32Array {
  const found = new Int32Array(count).fill(-1);
  const isOpen = new Int32Array(FIRST_PORT + PORTS).fill(-1);
  const order = Uint16Array.from({ length: PORTS }, (_, i) => FIRST_PORT + i);
  const moved = new Int32Array(Math.max(open, probes));
  for (let trial = 0; trial < count; trial += 1) {
    const generator = generatorOf(seed, from + trial);
    for (let i = 0; i < open; i += 1) {
      const port = draw(order, moved, i, generator);
      isOpen[port] = trial;
    }
    putBack(order, moved, open);
    let dealt = 0;
    while (dealt < probes && found[trial]! < 0) {
      const port = draw(order, moved, dealt, generator);
      dealt += 1;
      if (isOpen[port] === trial) found[trial] = dealt;
    }
    putBack(order, moved, dealt);
  }
  return found;
}

/** Deals a card, and notes which place it came from. */
function draw(order: Uint16Array, moved: Int32Array, i: number, generator: Generator): number {
  const at = uniformInt(generator, i, PORTS - 1);
  const port = order[at]!;
  order[at] = order[i]!;
  order[i] = port;
  moved[i] = at;
  return port;
}

/** Undoes the deals, the last first, so that every trial begins with the same deck. */
function putBack(order: Uint16Array, moved: Int32Array, dealt: number): void {
  for (let i = dealt - 1; i >= 0; i -= 1) {
    const at = moved[i]!;
    const port = order[at]!;
    order[at] = order[i]!;
    order[i] = port;
  }
}
