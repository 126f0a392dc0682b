import type { RandomState } from '../../../../lab/random.ts';
import type { Effect } from '../agents/types.ts';
import { show } from '../net/address.ts';
import type {
  CandidatePair,
  Cause,
  IceCandidate,
  IceConfig,
  IceState,
  PairState,
} from './types.ts';

/** An agent in the middle of a reaction: what it has become, and what it is going to do. */
export interface Work {
  readonly config: IceConfig;
  /** The host’s addresses. */
  readonly ips: readonly string[];
  /** Milliseconds. */
  readonly now: number;
  readonly agent: IceState;
  readonly effects: readonly Effect[];
  readonly random: RandomState;
}

export const patch = (work: Work, change: Partial<IceState>): Work => ({
  ...work,
  agent: { ...work.agent, ...change },
});

export const act = (work: Work, ...effects: readonly Effect[]): Work => ({
  ...work,
  effects: [...work.effects, ...effects],
});

/** A line of the log: a sentence that begins with the agent’s name. */
export const note = (work: Work, words: string): Work =>
  act(work, { do: 'note', words: `${work.config.name} ${words}.` });

/** Sets a timer, in milliseconds from now; an earlier one of that name stays. */
export function alarm(work: Work, timer: string, after: number): Work {
  const due = work.now + after;
  const set = work.agent.alarms[timer];
  if (set !== undefined && set <= due) return work;
  const alarms = { ...work.agent.alarms, [timer]: due };
  return act(patch(work, { alarms }), { do: 'wake', timer, after });
}

/** The agent without a timer that has gone off; `null` where it was another one of that name. */
export function gone(work: Work, timer: string): Work | null {
  const { [timer]: due, ...alarms } = work.agent.alarms;
  return due === work.now ? patch(work, { alarms }) : null;
}

/** Pairs that are on the checklist. */
export const listed = ({ pairs }: IceState): readonly CandidatePair[] =>
  pairs.filter(({ removed }) => !removed);

export const pairOf = ({ pairs }: IceState, id: number): CandidatePair | undefined =>
  pairs.find((pair) => pair.id === id);

export function changePair(work: Work, id: number, change: Partial<CandidatePair>): Work {
  const pairs = work.agent.pairs.map((pair) => (pair.id === id ? { ...pair, ...change } : pair));
  return patch(work, { pairs });
}

/** Puts a pair into a state, and into its history. Nothing happens where it is in it. */
export function enter(work: Work, id: number, to: PairState, cause: Cause): Work {
  const pair = pairOf(work.agent, id);
  if (!pair || pair.state === to) return work;
  const history = [...pair.history, { at: work.now, to, cause }];
  return changePair(work, id, { state: to, history });
}

const named = (candidate: IceCandidate): string => `${candidate.type} ${show(candidate)}`;

/** As it stands in a note. */
export const pairWords = ({
  local,
  remote,
}: {
  readonly local: IceCandidate;
  readonly remote: IceCandidate;
}): string => `${named(local)} → ${named(remote)}`;
