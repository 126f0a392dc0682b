import type { KindId } from '../kinds.ts';
import { show } from '../net/address.ts';
import { begin } from '../net/start.ts';
import { advance } from '../net/step.ts';
import type { Change, NetState } from '../net/types.ts';
import type { DiscovererState } from './discoverer.ts';
import { type TestId, type TestRun, type Verdict, verdictOf } from './tests.ts';
import { type DiscoveryConfig, discoveryWorld, USUAL } from './world.ts';

/** What a test sent where, and what came back. Endpoints are written as `show` does. */
export interface TestReport {
  readonly test: TestId;
  readonly from: string;
  readonly to: string;
  /** Which address and port it asked to be answered from; `null` is the same. */
  readonly change: Change | null;
  /** Milliseconds since the test began. */
  readonly sentAt: readonly number[];
  readonly answer: {
    readonly from: string;
    /** What the server saw the question come from. */
    readonly mapped: string;
    readonly at: number;
  } | null;
}

export interface Discovery extends Verdict {
  readonly tests: readonly TestReport[];
  readonly milliseconds: number;
  readonly frames: number;
}

/** More steps than any discovery takes; reached only by a mistake. */
const MOST = 5000;

export function discovererIn({ agents }: NetState): DiscovererState {
  const agent = agents.host;
  if (agent?.is !== 'discoverer') throw new Error('Nobody here finds out about a NAT.');
  return agent;
}

/**
 * How a host behind this kind of device finds that it behaves, packet by packet. RFC 5780
 * §4.3, §4.4. `more` changes axes of the kind, the patience in milliseconds, or the network.
 */
export function discover(
  kind: KindId,
  seed: number,
  more: Partial<Omit<DiscoveryConfig, 'kind'>> = {},
): Discovery {
  let state = begin(discoveryWorld({ ...USUAL, ...more, kind }), seed);
  let frames = 1;
  while (frames < MOST && discovererIn(state).phase !== 'done') {
    state = advance(state).state;
    frames += 1;
  }
  const { tests } = discovererIn(state);
  return { ...verdictOf(tests), tests: tests.map(reported), milliseconds: state.now, frames };
}

function reported({ id, from, to, change, expects, sentAt, answer }: TestRun): TestReport {
  const began = sentAt[0]!;
  return {
    test: id,
    from: show(from),
    to: show(to),
    change,
    sentAt: sentAt.map((at) => at - began),
    answer: answer && {
      from: show(expects),
      mapped: show(answer.mapped),
      at: answer.at - began,
    },
  };
}
