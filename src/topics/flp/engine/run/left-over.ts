import type { Analysis } from '../analysis.ts';
import { type Configuration, configurationOf, exploreFrom, inOneGo, type Reach } from '../graph.ts';
import { Machine } from '../machine.ts';
import type { Bit, FlpEvent } from '../protocol.ts';
import type { Choice } from '../protocols/index.ts';
import { eventInRun } from '../quotient.ts';
import { decisions } from '../valency.ts';
import { protocolFor } from './rules.ts';

/** All that the others can come to when one process takes no step. */
export interface LeftOver {
  /** By how many events it takes to get there; each member is a configuration’s number. */
  readonly layers: readonly (readonly number[])[];
  /** From, to. */
  readonly edges: readonly (readonly [number, number])[];
  readonly count: number;
  /** In how many of them somebody has decided. */
  readonly decided: number;
  /** The nearest decision: the events that lead to it, as a run without rounds behind it calls them. */
  readonly way: readonly FlpEvent[] | null;
}

/** From one configuration of a graph. Throws `TooMany` where it is too long. */
export function leftOver(analysis: Analysis, node: number, p: number): LeftOver {
  const { graph } = analysis;
  return explored(exploreOne(graph.machine, configurationOf(graph, node), p));
}

const fromStart = new Map<string, LeftOver>();

/** From the inputs, before the first step. */
export function leftFromStart(choice: Choice, inputs: readonly Bit[], p: number): LeftOver {
  const key = `${JSON.stringify(choice)} ${inputs.join('')} ${p}`;
  const known = fromStart.get(key);
  if (known) return known;
  const machine = new Machine(protocolFor(choice));
  const made = explored(exploreOne(machine, { locals: machine.begin(inputs), buffer: [] }, p));
  fromStart.set(key, made);
  return made;
}

const MOST = 20_000;

function exploreOne(machine: Machine, start: Configuration, p: number): Reach {
  return inOneGo(exploreFrom(machine, [start], { most: MOST }, p));
}

function explored(reach: Reach): LeftOver {
  const { first, targets, keys, starts } = reach;
  const depth = new Map([[starts[0]!, 0]]);
  const cameBy = new Map<number, readonly [number, number]>();
  const edges: (readonly [number, number])[] = [];
  for (const [node, events] of depth) {
    for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
      const target = targets[edge]!;
      edges.push([node, target]);
      if (depth.has(target)) continue;
      depth.set(target, events + 1);
      cameBy.set(target, [node, edge]);
    }
  }
  const layers: number[][] = [];
  for (const [node, events] of depth) {
    layers[events] ??= [];
    layers[events].push(node);
  }
  const decided = decisions({ ...reach, roots: [] });
  const nearest = [...depth.keys()].find((node) => decided[node]! > 0);
  return {
    layers,
    edges,
    count: keys.length,
    decided: decided.reduce((sum, values) => sum + (values > 0 ? 1 : 0), 0),
    way: nearest === undefined ? null : eventsTo(reach, cameBy, nearest),
  };
}

function eventsTo(
  reach: Reach,
  cameBy: ReadonlyMap<number, readonly [number, number]>,
  end: number,
): readonly FlpEvent[] {
  const edges: number[] = [];
  for (let at = cameBy.get(end); at; at = cameBy.get(at[0])) edges.push(at[1]);
  let rounds = 0;
  return edges.reverse().map((edge) => {
    const event = eventInRun({ ...reach, roots: [] }, reach.events[edge]!, rounds);
    rounds += reach.moved[edge]!;
    return event;
  });
}
