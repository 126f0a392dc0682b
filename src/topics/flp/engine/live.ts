import { type Graph, keyOf } from './graph.ts';
import {
  type Bit,
  type FlpEvent,
  type Letter,
  type Local,
  type Protocol,
  ProtocolError,
} from './protocol.ts';
import { reduceNamed } from './quotient.ts';
import { takeStep } from './step.ts';

/** A configuration as it is met in a run: nothing is moved back or left out. */
export interface Live {
  readonly locals: readonly Local[];
  /** In the order of sending. */
  readonly buffer: readonly Letter[];
}

export function begin(protocol: Protocol, inputs: readonly Bit[]): Live {
  const locals = inputs.map(
    (input, p): Local => ({ input, output: null, data: protocol.begin(p, input) }),
  );
  return { locals, buffer: [] };
}

/** Takes one step. Of equal messages the oldest is received. Throws `ProtocolError` if it cannot be. */
export function perform(
  protocol: Protocol,
  live: Live,
  { p, message, coins = '' }: FlpEvent,
): Live {
  const place = live.buffer.findIndex((letter) => letter.to === p && letter.message === message);
  if (message !== null && place < 0) throw new ProtocolError(`There is no ${message} for p${p}.`);
  const outcome = takeStep(protocol, p, live.locals[p]!, message, coins);
  if (outcome.coins !== coins) {
    throw new ProtocolError(`p${p} tosses ${outcome.coins.length} coins, not ${coins.length}.`);
  }
  return {
    locals: live.locals.with(p, outcome.local),
    buffer: [...live.buffer.filter((_, i) => i !== place), ...outcome.sends],
  };
}

/** Where a configuration of a run stands in a graph. */
export interface Place {
  /** -1 if the graph does not hold it. */
  readonly node: number;
  /** By how many rounds the run is ahead of that node. */
  readonly rounds: number;
}

export function placeOf({ machine, ids }: Graph, { locals, buffer }: Live): Place {
  const everybody = locals.map(() => true);
  const { configuration, rounds } = reduceNamed(machine, locals, buffer, everybody);
  return { node: ids.get(keyOf(configuration)) ?? -1, rounds };
}
