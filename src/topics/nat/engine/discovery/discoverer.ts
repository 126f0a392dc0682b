import type { RandomState } from '../../../../lab/random.ts';
import type { Reaction } from '../agents/react.ts';
import { makeKnown } from '../agents/registry.ts';
import type { Effect, Input } from '../agents/types.ts';
import { type Endpoint, same } from '../net/address.ts';
import type { Packet } from '../net/types.ts';
import { retransmissions } from '../stun/retransmission.ts';
import { nextTest, question, TEST_IDS, type TestRun } from './tests.ts';

/** A host that finds out how the device in front of it behaves. RFC 5780. */
export interface DiscovererConfig {
  readonly is: 'discoverer';
  readonly server: Endpoint;
  /** Local ports. The filtering tests need one that has written to no other address. */
  readonly mappingPort: number;
  readonly filteringPort: number;
  /** Milliseconds after which a test has failed, however often it was sent. */
  readonly patience: number;
  /** Milliseconds between the end of a test and the next. */
  readonly pause: number;
}

export interface DiscovererState {
  readonly is: 'discoverer';
  readonly phase: 'asking' | 'done';
  /** The last one may be under way. */
  readonly tests: readonly TestRun[];
}

export const freshDiscoverer: DiscovererState = { is: 'discoverer', phase: 'asking', tests: [] };

interface Reacted {
  readonly agent: DiscovererState;
  readonly effects: readonly Effect[];
}

export function discoverer(
  config: DiscovererConfig,
  ip: string,
  agent: DiscovererState,
  input: Input,
  now: number,
  random: RandomState,
): Reaction<DiscovererState> {
  const deaf = { agent, effects: [], random };
  switch (input.kind) {
    case 'start':
      return { agent, effects: [{ do: 'wake', timer: 'next', after: 0 }], random };
    case 'packet':
      return { random, ...hear(config, agent, input.packet, now) };
    case 'wake':
      return { random, ...wake(config, ip, agent, input.timer, now) };
    case 'signal':
      return deaf;
  }
}

/** When a question is sent, cut to the time there is patience for. RFC 8489 §6.2.1. */
const sendsWithin = (patience: number): readonly number[] =>
  retransmissions().sends.filter((after) => after < patience);

const underWay = ({ tests }: DiscovererState): TestRun | null => {
  const last = tests.at(-1);
  return last && !last.over ? last : null;
};

/** Timers that belong to a test are named after it, and mean nothing once it is over. */
function wake(
  config: DiscovererConfig,
  ip: string,
  agent: DiscovererState,
  timer: string,
  now: number,
): Reacted {
  if (timer === 'next') return begin(config, ip, agent, now);
  const test = underWay(agent);
  if (test && timer === `again ${test.id}`) return send(agent, test, now);
  if (test && timer === `over ${test.id}`) return over(config, agent, test);
  return { agent, effects: [] };
}

function begin(config: DiscovererConfig, ip: string, agent: DiscovererState, now: number): Reacted {
  const id = nextTest(agent.tests);
  if (id === null) return { agent: { ...agent, phase: 'done' }, effects: [] };
  // The first test needs no other address, and its answer tells it. RFC 5780 §4.3.
  const other = agent.tests[0]?.answer?.other ?? config.server;
  const asked = question(id, { ...config, ip }, { primary: config.server, other });
  const test: TestRun = { id, ...asked, sentAt: [], answer: null, over: false };
  const sent = send({ ...agent, tests: [...agent.tests, test] }, test, now);
  const again: Effect[] = sendsWithin(config.patience)
    .slice(1)
    .map((after) => ({ do: 'wake', timer: `again ${id}`, after }));
  const last: Effect = { do: 'wake', timer: `over ${id}`, after: config.patience };
  return { agent: sent.agent, effects: [...sent.effects, ...again, last] };
}

/** The same question with the same transaction, for the first time or again. */
function send(agent: DiscovererState, test: TestRun, now: number): Reacted {
  const { id, from, to, change } = test;
  const transaction = TEST_IDS.indexOf(id) + 1;
  return {
    agent: withLast(agent, { ...test, sentAt: [...test.sentAt, now] }),
    effects: [
      {
        do: 'send',
        from,
        to,
        payload: { is: 'stun-request', transaction, ...(change ? { change } : {}) },
        protocol: 'udp',
        after: 0,
      },
    ],
  };
}

const withLast = (agent: DiscovererState, test: TestRun): DiscovererState => ({
  ...agent,
  tests: [...agent.tests.slice(0, -1), test],
});

/** Only an answer to the test under way counts, and only from where it was asked for. */
function hear(
  config: DiscovererConfig,
  agent: DiscovererState,
  { payload, from, to }: Packet,
  now: number,
): Reacted {
  const test = underWay(agent);
  const answers =
    test !== null &&
    payload.is === 'stun-answer' &&
    payload.transaction === TEST_IDS.indexOf(test.id) + 1 &&
    same(from, test.expects) &&
    same(to, test.from);
  if (!answers) return { agent, effects: [] };
  const { mapped, other } = payload;
  return over(config, agent, { ...test, answer: { mapped, other, at: now } });
}

function over({ pause }: DiscovererConfig, agent: DiscovererState, test: TestRun): Reacted {
  const ended = withLast(agent, { ...test, over: true });
  return nextTest(ended.tests) === null
    ? { agent: { ...ended, phase: 'done' }, effects: [] }
    : { agent: ended, effects: [{ do: 'wake', timer: 'next', after: pause }] };
}

makeKnown<DiscovererConfig, DiscovererState>(['discoverer'], {
  fresh: () => freshDiscoverer,
  react: (config, [ip], agent, input, now, random) =>
    discoverer(config, ip!, agent, input, now, random),
});
