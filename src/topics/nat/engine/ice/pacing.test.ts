import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retransmissions } from '../stun/retransmission.ts';
import { type IcePairConfig, PLAIN_ICE } from './pair.ts';
import { iceAgents, iceFrames } from './run.ts';
import { anyConfig, anySeed } from './testing/configs.ts';
import { inner } from './testing/play.ts';
import { checkRto, gatheringRto } from './transactions.ts';
import type { IceState } from './types.ts';

const SEED = 84_451_400;

test('RTO grows with what there is to check, and is never below 500 ms', () => {
  expect(checkRto(50, 6, 5, 1)).toBe(50 * 6 * 6);
  expect(checkRto(50, 2, 1, 1)).toBe(500);
  expect(gatheringRto(50, 3)).toBe(500);
  expect(gatheringRto(50, 12)).toBe(600);
});

interface Sent {
  readonly at: number;
  readonly cause: 'ordinary' | 'triggered' | 'nomination' | null;
  /** By the formula, from the state that the agent was in. */
  readonly rto: number | null;
  readonly again: number[];
}

/** What a side has begun, by the number of the transaction. */
function sentBy(config: IcePairConfig, seed: number, side: 'a' | 'b'): Map<number, Sent> {
  const sent = new Map<number, Sent>();
  const emitted = new Set<number>();
  for (const { state, events } of iceFrames(config, seed)) {
    const agent = iceAgents(state)[side];
    for (const { id } of agent.transactions) {
      if (!sent.has(id)) sent.set(id, begun(agent, id, config.ta, state.now));
    }
    for (const event of events) {
      if (event.kind !== 'emit' || event.host !== side) continue;
      const payload = inner(event.packet.payload);
      if (!['check', 'turn-request', 'stun-request'].includes(payload.is)) continue;
      const { transaction } = payload as { readonly transaction: number };
      // A Binding request that only keeps a mapping alive waits for no answer.
      if (transaction === 0) continue;
      const known = sent.get(transaction)!;
      if (emitted.has(transaction)) known.again.push(state.now);
      else expect(state.now).toBe(known.at);
      emitted.add(transaction);
    }
  }
  return sent;
}

function begun(agent: IceState, id: number, ta: number, at: number): Sent {
  const { purpose } = agent.transactions.find((t) => t.id === id)!;
  if (purpose.is !== 'check') return { at, cause: null, rto: null, again: [] };
  const listed = agent.pairs.filter(({ removed }) => !removed);
  const open = listed.filter(({ state }) => state === 'Waiting' || state === 'In-Progress');
  const rto = Math.max(500, ta * listed.length * open.length);
  return { at, cause: purpose.cause, rto, again: [] };
}

/** Of a pair’s checks only the last is sent again, and that only while it is in progress. */
function expectOneEach({ transactions, pairs }: IceState): void {
  const open = transactions.flatMap(({ purpose, cancelled }) =>
    purpose.is === 'check' && !cancelled ? [purpose.pair] : [],
  );
  expect(new Set(open).size).toBe(open.length);
  for (const id of open) expect(pairs.find((p) => p.id === id)?.state).toBe('In-Progress');
}

describe('in random runs', () => {
  test(`no two transactions of an agent begin within Ta (seed ${SEED})`, () => {
    const ta = fc.constantFrom(20, 50, 100);
    fc.assert(
      fc.property(anyConfig, anySeed, ta, (config, seed, pace) => {
        for (const side of ['a', 'b'] as const) {
          const begins = [...sentBy({ ...config, ta: pace }, seed, side).values()];
          const times = begins.map(({ at }) => at).toSorted((p, q) => p - q);
          for (let i = 1; i < times.length; i += 1) {
            expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(pace);
          }
        }
      }),
      { numRuns: 200, seed: SEED },
    );
  });

  test(`a check is sent again as RFC 8489 has it, by the RTO of its moment (seed ${SEED})`, () => {
    let repeated = 0;
    fc.assert(
      fc.property(anyConfig, anySeed, (config, seed) => {
        for (const { at, rto, again } of sentBy(config, seed, 'a').values()) {
          if (rto === null) continue;
          const { sends } = retransmissions({ rto });
          expect(again).toEqual(sends.slice(1, again.length + 1).map((ms) => at + ms));
          repeated += again.length;
        }
      }),
      { numRuns: 200, seed: SEED },
    );
    expect(repeated).toBeGreaterThan(500);
  });

  test(`an ordinary check waits until nothing is triggered, and no pair has two (seed ${SEED})`, () => {
    let ordinary = 0;
    fc.assert(
      fc.property(anyConfig, anySeed, (config, seed) => {
        const before = new Map<string, IceState>();
        for (const { state } of iceFrames(config, seed)) {
          for (const [side, agent] of Object.entries(iceAgents(state))) {
            const last = agent.transactions.at(-1);
            const earlier = before.get(side);
            before.set(side, agent);
            expectOneEach(agent);
            if (!earlier || last?.purpose.is !== 'check' || last.id < earlier.serial) continue;
            if (last.purpose.cause !== 'ordinary') continue;
            expect(earlier.triggered).toEqual([]);
            ordinary += 1;
          }
        }
      }),
      { numRuns: 200, seed: SEED },
    );
    expect(ordinary).toBeGreaterThan(500);
  });
});

test('a pair whose checks have no answer fails when RFC 8489 says so', () => {
  const config = { ...PLAIN_ICE, a: 'symmetric', b: 'symmetric', turn: false } as const;
  let last: IceState | null = null;
  for (const { state } of iceFrames(config, 7)) last = iceAgents(state).a;
  for (const { history, rto, retransmissions: again } of last!.pairs) {
    const started = history.find(({ to }) => to === 'In-Progress')!;
    const failed = history.find(({ to }) => to === 'Failed')!;
    expect(failed.cause).toBe('timeout');
    expect(failed.at - started.at).toBe(retransmissions({ rto: rto! }).fails);
    expect(again).toBe(6);
  }
});
