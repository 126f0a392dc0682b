import { describe, expect, test } from 'vitest';
import { type Analysis, isOpenQuestion } from './analysis.ts';
import { type Classification, classified } from './classify.ts';
import { configurationOf, deliveries } from './graph.ts';
import { detour, lens } from './lemma3.ts';
import { hooksAt } from './pairs.ts';
import { type Choice, PROTOCOLS, protocolOf } from './protocols/index.ts';
import { TIES } from './protocols/majority-rounds.ts';
import { valuesWithout } from './stopped.ts';

/** Every protocol of two and of three, as far as there is one, and every tie rule. */
const CHOICES: readonly Choice[] = PROTOCOLS.flatMap((name): Choice[] => {
  if (name === 'majority-rounds') return TIES.map((tie) => ({ name, processes: 3, tie }));
  const both = [2, 3].map((processes) => ({ name, processes }));
  return name === 'paxos'
    ? both.flatMap((choice) => [1, 2].map((ballots) => ({ ...choice, ballots })))
    : both;
});

const named = CHOICES.map((choice) => [Object.values(choice).join(' '), choice] as const);

describe.each(named)('%s', (_, choice) => {
  const { analysis, counts } = classified(protocolOf(choice));
  const without = lazily((p) => valuesWithout(analysis.graph, p));

  test('two events at different processes lead to the same in either order', () => {
    expect(counts.diamonds).toEqual({ checked: expect.any(Number), failed: 0 });
    expect(counts.diamonds.checked).toBeGreaterThan(0);
  });

  test('both events of a hook are at one process', () => {
    expect(counts.hooksAcross).toBe(0);
  });

  test('nobody decides without the process of a hook', () => {
    const { graph } = analysis;
    let hooks = 0;
    for (let node = 0; node < graph.keys.length; node += 1) {
      for (const { event } of hooksAt(analysis, node)) {
        hooks += 1;
        expect(without(graph.machine.processOf(event))[node]).toBe(0);
      }
    }
    expect(hooks).toBe(counts.hooks);
  });

  test('whatever fails Lemma 3 is at a process without which the others can be stuck', () => {
    for (const [node, event] of failures(analysis)) {
      const p = analysis.graph.machine.processOf(event);
      expect(counts.stuckIfStops[p]).toBeGreaterThan(0);
      // Case d of the proof finds such a place among the configurations without the event.
      const reached = lens(analysis, node, event).without;
      expect(reached.some((at) => without(p)[at.node] === 0)).toBe(true);
    }
    expect([...failures(analysis)]).toHaveLength(counts.lemma3.fails);
  });

  test('what can be decided is what was decided, and what the next ones can decide', () => {
    const { graph, values, decided } = analysis;
    const wrong = values.findIndex((set, node) => {
      const next = graph.targets.subarray(graph.first[node], graph.first[node + 1]);
      return next.reduce((all, target) => all | values[target]!, decided[node]!) !== set;
    });
    expect(wrong).toBe(-1);
  });

  test('a decision stays, and no step brings back what can be decided', () => {
    const { graph, values, decided } = analysis;
    let [lost, gained] = [0, 0];
    for (let node = 0; node < values.length; node += 1) {
      for (let edge = graph.first[node]!; edge < graph.first[node + 1]!; edge += 1) {
        const target = graph.targets[edge]!;
        if (decided[node]! & ~decided[target]!) lost += 1;
        if (values[target]! & ~values[node]!) gained += 1;
      }
    }
    expect({ lost, gained }).toEqual({ lost: 0, gained: 0 });
  });
});

/** Pairs of an open configuration and an event for which Lemma 3 fails. */
function* failures(analysis: Analysis): Generator<readonly [node: number, event: number]> {
  const { graph } = analysis;
  for (let node = 0; node < graph.keys.length; node += 1) {
    if (!isOpenQuestion(analysis, node)) continue;
    for (const event of deliveries(graph.machine, configurationOf(graph, node))) {
      if (!detour(analysis, node, event)) yield [node, event];
    }
  }
}

function lazily(make: (p: number) => Uint8Array): (p: number) => Uint8Array {
  const made: Uint8Array[] = [];
  return (p) => {
    made[p] ??= make(p);
    return made[p];
  };
}

describe('protocols in which all do the same', () => {
  const alike = (pick: (counts: Classification) => readonly number[], choice: Choice) =>
    new Set(pick(classified(protocolOf(choice)).counts)).size;

  test.each<Choice>([
    { name: 'wait-all', processes: 2 },
    { name: 'wait-all', processes: 3 },
    { name: 'wait-majority', processes: 3 },
    { name: 'initially-dead', processes: 2 },
    { name: 'initially-dead', processes: 3 },
    ...TIES.map((tie): Choice => ({ name: 'majority-rounds', processes: 3, tie })),
  ])('count the same for each: $name of $processes', (choice) => {
    expect(alike(({ stuckIfStops }) => stuckIfStops, choice)).toBe(1);
    expect(alike(({ hooksAtProcess }) => hooksAtProcess, choice)).toBe(1);
    expect(alike(({ lemma3 }) => lemma3.blamed, choice)).toBe(1);
  });

  test.each<Choice>([
    { name: 'wait-all', processes: 3 },
    { name: 'initially-dead', processes: 3 },
    { name: 'majority-rounds', processes: 3, tie: 'keep' },
  ])('lose the same with each: $name', (choice) => {
    const { graph } = classified(protocolOf(choice)).analysis;
    const sets = [0, 1, 2].map((p) => {
      const values = valuesWithout(graph, p);
      return [0, 1, 2, 3].map((set) => values.filter((v) => v === set).length).join();
    });
    expect(new Set(sets).size).toBe(1);
  });
});

test('waiting for all of three has 7,440 diamonds', () => {
  const { counts } = classified(protocolOf({ name: 'wait-all', processes: 3 }));
  expect(counts.diamonds).toEqual({ checked: 7440, failed: 0 });
});
