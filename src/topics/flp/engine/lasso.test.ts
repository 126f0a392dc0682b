import { describe, expect, test } from 'vitest';
import { adversary } from './adversary.ts';
import { analyse } from './analysis.ts';
import { graphOf } from './graph.ts';
import { aroundAgain, faultWords, findLasso } from './lasso.ts';
import { begin, perform } from './live.ts';
import type { Bit, FlpEvent, Protocol } from './protocol.ts';
import { majorityRounds, type Rounds, roundOf } from './protocols/majority-rounds.ts';
import { waitFor } from './protocols/wait.ts';

const one = majorityRounds({ tie: 'one' });
const keep = majorityRounds({ tie: 'keep' });

const START = 'p0 ∅, p1 ∅, p2 ∅';
/** The loop of six events after the start: estimates 0, 0, 1 once more, a round later. */
const SIX = 'p0 R1 0, p1 R1 1, p0 P1 ⊥, p1 P1 0, p2 R1 0, p2 P1 ⊥';
/** p1 and p2 of 0, 0, 1 tie with each other. */
const tie = (round: number) => `p1 R${round} 1, p2 R${round} 0, p1 P${round} ⊥, p2 P${round} ⊥`;
/** What p0 has sent lies about only the first time. */
const TIES = `${tie(1)}, ${tie(2)}`;

describe('a fair lasso', () => {
  test('of six events brings 0, 0, 1 back a round later', () => {
    const lasso = findLasso(one, [0, 0, 1], run(`${START}, ${SIX}`));
    expect(lasso).toMatchObject({ stem: 3, rounds: 1, faults: [] });
    expect(lasso!.loop).toHaveLength(6);
  });

  test('has a process stopped that never steps', () => {
    for (const text of [`p1 ∅, p2 ∅, ${tie(1)}`, `${START}, ${TIES}`]) {
      const lasso = findLasso(keep, [0, 0, 1], run(text), [0]);
      expect(lasso).toMatchObject({ rounds: 1, faults: [] });
      expect(lasso!.loop).toHaveLength(4);
    }
  });

  test('may have messages in it that make no difference', () => {
    const events = run(`${START}, ${SIX}, p0 R1 1, p1 ∅`);
    expect(findLasso(one, [0, 0, 1], events)).toMatchObject({ stem: 3, rounds: 1, faults: [] });
  });

  test.each([
    { protocol: one, text: `${START}, ${SIX}`, stopped: [] },
    { protocol: one, text: `${START}, ${SIX}, p0 R1 1, p2 P1 0`, stopped: [] },
    { protocol: keep, text: `${START}, ${TIES}`, stopped: [0] },
  ])('can be gone around for ever: $text', ({ protocol, text, stopped }) => {
    const inputs: readonly Bit[] = [0, 0, 1];
    const events = run(text);
    const lasso = findLasso(protocol, inputs, events, stopped)!;
    const start = runOf(protocol, inputs, events.slice(0, lasso.stem));
    let live = runOf(protocol, inputs, events);
    for (let times = 1; times <= 40; times += 1) {
      live = aroundAgain(protocol, start, lasso, times).reduce(
        (at, event) => perform(protocol, at, event),
        live,
      );
    }
    expect(live.locals.map(({ output }) => output)).toEqual([null, null, null]);
    expect(live.locals.map(({ data }) => (data as Rounds).x)).toEqual(inputs);
    const rounds = roundOf((live.locals[2]!.data as Rounds).phase);
    expect(rounds).toBe(roundOf((start.locals[2]!.data as Rounds).phase) + 41);
  });

  test('is what the adversary runs into', () => {
    const analysis = analyse(graphOf(one));
    const inputs: readonly Bit[] = [0, 0, 1];
    const events: FlpEvent[] = [];
    for (const stage of adversary(analysis, begin(one, inputs))) {
      events.push(...stage.events);
      if (findLasso(one, inputs, events)?.faults.length === 0) break;
      expect(events.length).toBeLessThan(200);
    }
  });
});

describe('an unfair lasso', () => {
  test('starves a process', () => {
    expect(wordsOf(keep, [0, 0, 1], `${START}, ${TIES}`)).toEqual(['p0 never takes a step.']);
  });

  test('starves a process of its messages', () => {
    const text = `${START}, ${TIES}, p0 ∅`;
    expect(wordsOf(keep, [0, 0, 1], text)).toEqual(['p0 never receives R1 0.']);
  });

  test('leaves all messages where they are', () => {
    expect(wordsOf(one, [0, 0, 1], `${START}, ${START}`)).toEqual([
      'p0 never receives R1 0.',
      'p1 never receives R1 0.',
      'p2 never receives R1 0.',
    ]);
  });

  test('is one of a protocol without rounds as well', () => {
    const text = 'p0 ∅, p1 ∅, p0 ∅, p1 ∅';
    expect(wordsOf(waitFor(2, 2), [0, 1], text)).toEqual([
      expect.stringMatching('p0 never receives V1'),
      expect.stringMatching('p1 never receives V0'),
    ]);
  });

  test('has a decision', () => {
    const decided = 'p0 R1 0, p1 R1 0, p0 P1 0, p0 ∅, p1 ∅, p2 ∅';
    expect(wordsOf(one, [0, 0, 1], `${START}, ${decided}`)).toContain('p0 has decided 0.');
  });
});

test('a run whose last configuration is new has none', () => {
  expect(findLasso(one, [0, 0, 1], [])).toBeNull();
  expect(findLasso(one, [0, 0, 1], run(`${START}, p0 R1 0`))).toBeNull();
});

function run(text: string): readonly FlpEvent[] {
  return text.split(', ').map((word) => {
    const message = word.slice(3);
    return { p: Number(word[1]), message: message === '∅' ? null : message };
  });
}

function runOf(protocol: Protocol, inputs: readonly Bit[], events: readonly FlpEvent[]) {
  return events.reduce((live, event) => perform(protocol, live, event), begin(protocol, inputs));
}

const wordsOf = (protocol: Protocol, inputs: readonly Bit[], text: string) =>
  findLasso(protocol, inputs, run(text))!.faults.map(faultWords);
