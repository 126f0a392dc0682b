import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedRandom } from '../../../../lab/random.ts';
import { react } from '../agents/react.ts';
import type { IcePayload, Packet } from '../net/types.ts';
import { PLAIN_ICE } from './pair.ts';
import { iceAgents, iceFrames, runIce } from './run.ts';
import { anyConfig, anySeed } from './testing/configs.ts';
import { losing, played } from './testing/play.ts';
import type { CandidatePair } from './types.ts';

const SEED = 84_450_616;

/** Every way from one state of a pair to another, and the section of RFC 8445 that has it. */
const TRANSITIONS: Readonly<Record<string, string>> = {
  'new > Frozen formed': '6.1.2.6, step 2',
  'new > Waiting learned': '7.3.1.4, a pair that is not on the checklist',
  'Frozen > Waiting first-of-foundation': '6.1.2.6, step 4',
  'Frozen > Waiting foundation-idle': '6.1.4.2, step 2',
  'Frozen > Waiting foundation-succeeded': '7.2.5.3.3',
  'Frozen > Waiting triggered': '7.3.1.4',
  'Waiting > In-Progress ordinary': '6.1.4.2, step 3',
  'Waiting > In-Progress triggered': '6.1.4.2, step 1',
  'Waiting > In-Progress nomination': '8.1.1, after its first check was sent anew',
  'Waiting > Succeeded answer': '7.3.1.4, an answer to what was cancelled',
  'Waiting > Failed no-permission': '7.2.1',
  'Frozen > Failed no-permission': '7.2.1',
  'In-Progress > Succeeded answer': '7.2.5.3.3',
  'In-Progress > Failed timeout': '7.2.5.2.3',
  'In-Progress > Failed error': '7.2.5.2.4',
  'In-Progress > Failed asymmetry': '7.2.5.2.1',
  'In-Progress > Waiting triggered': '7.3.1.4',
  'In-Progress > Waiting role-conflict': '7.2.5.1',
  'Succeeded > In-Progress nomination': '8.1.1',
  'Succeeded > In-Progress triggered': '8.1.1, before nominating, once the role has changed',
  'Succeeded > Waiting role-conflict': '7.2.5.1, an answer to what was cancelled',
  'Failed > Waiting triggered': '7.3.1.4',
};

function* transitionsOf(pairs: readonly CandidatePair[]): Generator<string> {
  for (const { history } of pairs) {
    let from = 'new';
    for (const { to, cause } of history) {
      yield `${from} > ${to} ${cause}`;
      from = to;
    }
  }
}

/** Who is unfrozen by another’s success is of its foundation, and all of that foundation are. */
function expectUnfrozen(pairs: readonly CandidatePair[]): void {
  for (const { foundation, history, removed } of pairs) {
    const alike = pairs.filter((p) => p.foundation === foundation);
    const successes = alike.flatMap((p) => p.history.filter(({ to }) => to === 'Succeeded'));
    const unfrozen = history.find(({ cause }) => cause === 'foundation-succeeded');
    if (unfrozen) expect(successes.map(({ at }) => at)).toContain(unfrozen.at);
    const [born, freed] = history;
    if (born!.to !== 'Frozen') continue;
    const first = Math.min(...successes.map(({ at }) => at));
    if (!freed) expect(removed || successes.length === 0).toBe(true);
    else if (Number.isFinite(first))
      expect(freed.at).toBeLessThanOrEqual(Math.max(first, born!.at));
  }
}

/** A run up to A’s first check, and then an answer to it that is made up. */
function* madeUp(answer: (transaction: number) => IcePayload, port: number): Generator<string> {
  for (const { state, events } of iceFrames({ ...PLAIN_ICE, a: 'none', b: 'none' }, 7)) {
    const sent = events.find((e) => e.kind === 'emit' && e.packet.payload.is === 'check');
    if (sent?.kind !== 'emit' || sent.packet.by !== 'a') continue;
    const { from, to, payload } = sent.packet;
    const transaction = (payload as Extract<IcePayload, { is: 'check' }>).transaction;
    const made = { ...sent.packet, from: { ...to, port }, to: from, payload: answer(transaction) };
    const input = { kind: 'packet', packet: made as Packet } as const;
    const { agent } = react(state.world.hosts.a!, state.agents.a!, input, state.now, seedRandom(1));
    if (agent.is === 'ice') yield* transitionsOf(agent.pairs);
    return;
  }
}

test(`each transition of a pair’s state is reached, and no other (seed ${SEED})`, () => {
  const reached = new Set<string>();
  const see = (transitions: Iterable<string>): void => {
    for (const transition of transitions) reached.add(transition);
  };
  for (const [config, seed] of fc.sample(fc.tuple(anyConfig, anySeed), {
    numRuns: 3000,
    seed: SEED,
  })) {
    const { a, b } = runIce(config, seed);
    for (const { pairs } of [a, b]) {
      see(transitionsOf(pairs));
      expectUnfrozen(pairs);
    }
  }
  // What does not happen by itself: no permission at all, and answers that are wrong.
  const two = { ...PLAIN_ICE, a: 'symmetric', b: 'symmetric', components: 2 } as const;
  const silent = losing((p) => p.is === 'turn-request' && p.method === 'create-permission');
  const { state } = played(two, 7, silent).at(-1)!;
  for (const { pairs } of Object.values(iceAgents(state))) see(transitionsOf(pairs));
  see(madeUp((transaction) => ({ is: 'check-error', transaction, code: 400 }), 40_002));
  const mapped = { ip: '203.0.113.10', port: 40_001 };
  see(madeUp((transaction) => ({ is: 'check-answer', transaction, mapped }), 9));
  expect([...reached].toSorted()).toEqual(Object.keys(TRANSITIONS).toSorted());
}, 60_000);
