import { type Analysis, edgeOf } from '../analysis.ts';
import { type Configuration, configurationOf, exploreFrom, inOneGo, type Reach } from '../graph.ts';
import { Machine } from '../machine.ts';
import type { Bit, FlpEvent } from '../protocol.ts';
import type { Choice } from '../protocols/index.ts';
import { eventAt, eventInRun } from '../quotient.ts';
import { decisions, type Label, labelOf, valencies } from '../valency.ts';
import { protocolFor } from './rules.ts';

/** All that the others can come to when one process takes no step. */
export interface LeftOver {
  readonly count: number;
  /** In how many of them somebody has decided. */
  readonly decided: number;
  /** The nearest decision: the events that lead to it, as a run without rounds behind it calls them. */
  readonly way: readonly FlpEvent[] | null;
  /** The same to a configuration that is as far away as any. */
  readonly farthest: readonly FlpEvent[];
}

/** From one configuration of a graph. Throws `TooMany` where it is too long. */
export function leftOver(analysis: Analysis, node: number, p: number): LeftOver {
  const { graph } = analysis;
  return explored(exploreOne(graph.machine, configurationOf(graph, node), p));
}

interface FromStart {
  readonly reach: Reach;
  readonly values: Uint8Array;
  readonly left: LeftOver;
}
const fromStart = new Map<string, FromStart>();

function startOf(choice: Choice, inputs: readonly Bit[], p: number): FromStart {
  const key = `${JSON.stringify(choice)} ${inputs.join('')} ${p}`;
  const known = fromStart.get(key);
  if (known) return known;
  const machine = new Machine(protocolFor(choice));
  const reach = exploreOne(machine, { locals: machine.begin(inputs), buffer: [] }, p);
  const values = valencies({ ...reach, roots: [] });
  const made = { reach, values, left: explored(reach) };
  fromStart.set(key, made);
  return made;
}

/** From the inputs, before the first step. */
export const leftFromStart = (choice: Choice, inputs: readonly Bit[], p: number): LeftOver =>
  startOf(choice, inputs, p).left;

/** What can be decided without p: at the inputs, and after each of these events of the others. */
export function labelsWithout(
  choice: Choice,
  inputs: readonly Bit[],
  p: number,
  events: readonly FlpEvent[],
): readonly Label[] {
  const { reach, values } = startOf(choice, inputs, p);
  const graph = { ...reach, roots: [] };
  const decided = decisions(graph);
  let [node, rounds] = [reach.starts[0]!, 0];
  const label = () => labelOf(values[node]!, decided[node]!, false);
  return [
    label(),
    ...events.map((event) => {
      const edge = edgeOf(graph, node, eventAt(graph, node, rounds, event));
      if (edge >= 0) {
        rounds += reach.moved[edge]!;
        node = reach.targets[edge]!;
      }
      return label();
    }),
  ];
}

const MOST = 20_000;

function exploreOne(machine: Machine, start: Configuration, p: number): Reach {
  return inOneGo(exploreFrom(machine, [start], { most: MOST }, p));
}

function explored(reach: Reach): LeftOver {
  const { first, targets, keys, starts } = reach;
  // In the order of distance, so that the last one is as far away as any.
  const found = new Set([starts[0]!]);
  const cameBy = new Map<number, readonly [number, number]>();
  let farthest = starts[0]!;
  for (const node of found) {
    farthest = node;
    for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
      const target = targets[edge]!;
      if (found.has(target)) continue;
      found.add(target);
      cameBy.set(target, [node, edge]);
    }
  }
  const decided = decisions({ ...reach, roots: [] });
  const nearest = [...found].find((node) => decided[node]! > 0);
  return {
    count: keys.length,
    decided: decided.reduce((sum, values) => sum + (values > 0 ? 1 : 0), 0),
    way: nearest === undefined ? null : eventsTo(reach, cameBy, nearest),
    farthest: eventsTo(reach, cameBy, farthest),
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
