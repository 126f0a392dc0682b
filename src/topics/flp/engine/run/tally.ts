import { after, applicable, type Configuration, inOneGo, keyOf } from '../graph.ts';
import { Machine } from '../machine.ts';
import type { Bit } from '../protocol.ts';
import type { Choice } from '../protocols/index.ts';
import { givesUp, type Hatch, whyWait } from './hatches.ts';
import { protocolFor } from './rules.ts';

/** Everything that can come of one choice of inputs, one process stopping at any time or nobody. */
export interface Tally {
  readonly configurations: number;
  /** In how many of them two values are decided. */
  readonly conflicted: number;
  /** Those in which nobody that lives can change anything any more. */
  readonly ends: number;
  /** Of the ends, those in which everybody that lives has decided, and the rest. */
  readonly decided: number;
  readonly waiting: number;
}

interface Place {
  readonly configuration: Configuration;
  /** -1 for nobody. */
  readonly stopped: number;
}

const MOST = 400_000;

/**
 * Explores a protocol with its crash, in the model as it is or edited. That each
 * message arrives within so many steps is left out here: it only makes runs fewer.
 */
export function* tallyIn(
  choice: Choice,
  inputs: readonly Bit[],
  hatch: Hatch | null,
  slice = 200,
): Generator<number, Tally, void> {
  const machine = new Machine(protocolFor(choice));
  const start = { configuration: { locals: machine.begin(inputs), buffer: [] }, stopped: -1 };
  const seen = new Map<string, Place>([[nameOf(start), start]]);
  let [conflicted, decided, waiting] = [0, 0, 0];
  let turn = 0;
  for (const [, place] of seen) {
    if (++turn % slice === 0) yield seen.size;
    const next = [...placesAfter(machine, choice, place, hatch)];
    if (place.stopped < 0) for (const p of inputs.keys()) visit({ ...place, stopped: p });
    for (const found of next) visit(found);
    const outputs = place.configuration.locals.map((id) => machine.local(id).output);
    if (outputs.includes(0) && outputs.includes(1)) conflicted += 1;
    if (next.length > 0) continue;
    if (outputs.every((output, p) => output !== null || p === place.stopped)) decided += 1;
    else waiting += 1;
  }
  return { configurations: seen.size, conflicted, ends: decided + waiting, decided, waiting };

  function visit(place: Place): void {
    const name = nameOf(place);
    if (seen.has(name)) return;
    if (seen.size >= MOST)
      throw new RangeError(`${choice.name} has more than ${MOST} with a crash.`);
    seen.set(name, place);
  }
}

export const tally = (choice: Choice, inputs: readonly Bit[], hatch: Hatch | null): Tally =>
  inOneGo(tallyIn(choice, inputs, hatch));

const nameOf = ({ configuration, stopped }: Place) => `${stopped} ${keyOf(configuration)}`;

/** Where the steps lead that change something. */
function* placesAfter(
  machine: Machine,
  choice: Choice,
  { configuration, stopped }: Place,
  hatch: Hatch | null,
): Generator<Place> {
  const waits = hatch !== null && mustWait(machine, choice, { configuration, stopped }, hatch);
  for (const event of applicable(machine, configuration)) {
    const p = machine.processOf(event);
    if (p === stopped) continue;
    const next = after(machine, configuration, event);
    if (next === configuration) continue;
    if (waits && event === p) {
      const [before, then] = [configuration, next].map((c) => machine.local(c.locals[p]!));
      if (givesUp(choice, p, before!, then!)) continue;
    }
    yield { configuration: next, stopped };
  }
}

function mustWait(
  machine: Machine,
  choice: Choice,
  { configuration, stopped }: Place,
  hatch: Hatch,
): boolean {
  const locals = configuration.locals.map((id) => machine.local(id));
  const letters = configuration.buffer.map((id) => machine.letter(id));
  const gone = locals.map((_, p) => p === stopped);
  return whyWait(hatch, choice, { locals, letters, stopped: gone }) !== null;
}
