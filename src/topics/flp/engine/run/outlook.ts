import { type Analysis, analyse, isCritical } from '../analysis.ts';
import { graphOf } from '../graph.ts';
import type { Bit, FlpEvent } from '../protocol.ts';
import { type Choice, protocolOf } from '../protocols/index.ts';
import { eventInRun } from '../quotient.ts';
import { valuesWithout } from '../stopped.ts';
import { type Label, labelOf } from '../valency.ts';
import { nodeAt } from './places.ts';
import type { FlpState } from './types.ts';

const known = new Map<string, Analysis>();
const leftOver = new WeakMap<Analysis, Map<number, Uint8Array>>();

/** Whether all that can come of it is worked out at once, within a frame’s time. */
export function isLight({ name, processes }: Choice): boolean {
  const heavy = ['majority-rounds', 'initially-dead', 'paxos'];
  return processes <= 3 && (processes === 2 || !heavy.includes(name));
}

const keyFor = (choice: Choice, inputs: readonly Bit[]) =>
  `${JSON.stringify(choice)} ${inputs.join('')}`;

/** All that can come of one choice of inputs. Long for a protocol that is not light. */
export function analysisOf(choice: Choice, inputs: readonly Bit[]): Analysis {
  const key = keyFor(choice, inputs);
  const found = known.get(key);
  if (found) return found;
  const analysis = analyse(graphOf(protocolOf(choice), { inputs: [inputs] }));
  known.set(key, analysis);
  return analysis;
}

export const analysisAt = ({ config, inputs }: FlpState): Analysis =>
  analysisOf(config.protocol, inputs);

/** The same if it is there by now. */
export const analysisReady = ({ config, inputs }: FlpState): Analysis | null =>
  known.get(keyFor(config.protocol, inputs)) ?? null;

/** Keeps one that was worked out elsewhere. */
export function keep({ config, inputs }: FlpState, analysis: Analysis): void {
  known.set(keyFor(config.protocol, inputs), analysis);
}

/** V(C) of every configuration when one process has stopped; `null` for nobody. */
export function valuesLeft(analysis: Analysis, p: number | null): Uint8Array {
  if (p === null) return analysis.values;
  const given = analysis.without?.[p];
  if (given) return given;
  const kept = leftOver.get(analysis) ?? new Map<number, Uint8Array>();
  leftOver.set(analysis, kept);
  const found = kept.get(p);
  if (found) return found;
  const values = valuesWithout(analysis.graph, p);
  kept.set(p, values);
  return values;
}

/** Who has stopped; `null` for nobody. */
export const stoppedIn = ({ stopped }: FlpState): number | null =>
  stopped.includes(true) ? stopped.indexOf(true) : null;

/** What can still become of a configuration, given who has stopped; `null` if it was not explored. */
export function labelWithout(analysis: Analysis, node: number, p: number | null): Label | null {
  if (node < 0) return null;
  const values = valuesLeft(analysis, p)[node]!;
  const bounded = p === null && (analysis.graph.machine.protocol.bounded ?? false);
  return labelOf(values, analysis.decided[node]!, bounded);
}

/** The label of a run's state. */
export function labelAt(analysis: Analysis, state: FlpState): Label | null {
  return labelWithout(analysis, nodeAt(analysis, state), stoppedIn(state));
}

/** The nearest decision of one value: the edges that lead to it. `null` if it is out of reach. */
export function witness(
  { graph, decided }: Analysis,
  from: number,
  value: 1 | 2,
  without: number | null,
): readonly number[] | null {
  const cameBy = new Map<number, readonly [number, number]>();
  const seen = new Set([from]);
  for (const node of seen) {
    if (decided[node]! & value) {
      const edges: number[] = [];
      for (let at = node; at !== from; at = cameBy.get(at)![0]) edges.push(cameBy.get(at)![1]);
      return edges.reverse();
    }
    for (let edge = graph.first[node]!; edge < graph.first[node + 1]!; edge += 1) {
      const target = graph.targets[edge]!;
      const lost = graph.machine.processOf(graph.events[edge]!) === without;
      if (lost || seen.has(target)) continue;
      seen.add(target);
      cameBy.set(target, [node, edge]);
    }
  }
  return null;
}

/** The events of a way through the graph, as they are called in a run that is ahead by so many rounds. */
export function eventsAlong(
  { graph }: Analysis,
  edges: readonly number[],
  rounds: number,
): readonly FlpEvent[] {
  let passed = rounds;
  return edges.map((edge) => {
    const event = eventInRun(graph, graph.events[edge]!, passed);
    passed += graph.moved[edge]!;
    return event;
  });
}

/** Events that settle a critical configuration, by what they settle it for. */
export interface Exits {
  readonly zero: readonly number[];
  readonly one: readonly number[];
}

/** `null` if the configuration is not critical, or somebody has stopped. */
export function exitsAt(analysis: Analysis, state: FlpState): Exits | null {
  const node = nodeAt(analysis, state);
  if (node < 0 || stoppedIn(state) !== null || !isCritical(analysis, node)) return null;
  const { graph, values } = analysis;
  const exits = { zero: [] as number[], one: [] as number[] };
  for (let edge = graph.first[node]!; edge < graph.first[node + 1]!; edge += 1) {
    (values[graph.targets[edge]!] === 1 ? exits.zero : exits.one).push(graph.events[edge]!);
  }
  return exits;
}
