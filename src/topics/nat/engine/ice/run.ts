import { begin } from '../net/start.ts';
import { advance } from '../net/step.ts';
import type { NetEvent, NetState } from '../net/types.ts';
import type { SideId } from '../pair.ts';
import { type IcePairConfig, icePair } from './pair.ts';
import type { CandidatePair, CandidateType, IceState, Role, ValidPair } from './types.ts';

/** What became of one of the two agents. Times are in milliseconds from the beginning. */
export interface IceEnd {
  readonly checklist: IceState['checklist'];
  /** One for each component that has one. */
  readonly selected: readonly ValidPair[];
  /** The types of each: the agent’s own candidate, and the other’s. */
  readonly types: readonly { readonly local: CandidateType; readonly remote: CandidateType }[];
  readonly role: Role;
  readonly roleSwitches: number;
  readonly firstValidAtMs: number | null;
  readonly concludedAtMs: number | null;
  /** With the history of each, those that were removed in the end too. */
  readonly pairs: readonly CandidatePair[];
}

export interface IceOutcome {
  readonly a: IceEnd;
  readonly b: IceEnd;
  /** Both are completed. */
  readonly connected: boolean;
  /** Whether data goes through a TURN server; `null` where none goes. */
  readonly relayed: boolean | null;
  readonly frames: number;
  /** When it was over, in milliseconds. */
  readonly endedAtMs: number;
}

/** More steps than any pair takes; reached only by a mistake. */
const MOST = 60_000;

export function iceAgents(state: NetState): Readonly<Record<SideId, IceState>> {
  const { a, b } = state.agents;
  if (a?.is !== 'ice' || b?.is !== 'ice') throw new Error('There are no two ICE agents here.');
  return { a, b };
}

const OPEN = ['Frozen', 'Waiting', 'In-Progress'];
const TRAVELS = ['emit', 'cross', 'leave', 'enter', 'signal'];

/** Whether an agent has come to its end, or can only wait for what the other does. */
const idle = ({ checklist, pairs, requests, triggered }: IceState): boolean =>
  checklist === 'Completed' ||
  checklist === 'Failed' ||
  (checklist === 'Running' &&
    requests.length + triggered.length === 0 &&
    !pairs.some(({ removed, state }) => !removed && OPEN.includes(state)));

/** Nothing that happens from here on changes what the agents have come to. */
export function iceSettled(state: NetState): boolean {
  if (state.queue.length === 0) return true;
  const agents = Object.values(iceAgents(state));
  if (agents.every(({ checklist }) => checklist === 'Completed')) return true;
  // One may have failed, and the other is controlled and waits to be told: nobody will tell it.
  return agents.every(idle) && !state.queue.some((task) => TRAVELS.includes(task.do));
}

/** A moment of a run, and what happened just then. */
export interface IceFrame {
  readonly state: NetState;
  readonly events: readonly NetEvent[];
}

/**
 * Every moment of a run, from before the first packet until it is settled, or later: until
 * `until`, in milliseconds, where that is given.
 */
export function* iceFrames(
  config: IcePairConfig,
  seed: number,
  until: number | null = null,
): Generator<IceFrame> {
  let state = begin(icePair(config), seed);
  yield { state, events: [] };
  for (let step = 1; step < MOST; step += 1) {
    const [due] = state.queue;
    const over = until === null ? iceSettled(state) : !due || due.at > until;
    if (over) return;
    const stepped = advance(state);
    state = stepped.state;
    yield stepped;
  }
}

function endOf({ checklist, valid, role, roleSwitches, pairs, ...agent }: IceState): IceEnd {
  const selected = valid
    .filter(({ nominated }) => nominated)
    .toSorted((a, b) => a.component - b.component);
  return {
    checklist,
    selected,
    types: selected.map(({ local, remote }) => ({ local: local.type, remote: remote.type })),
    role,
    roleSwitches,
    firstValidAtMs: agent.firstValidAt,
    concludedAtMs: agent.concludedAt,
    pairs,
  };
}

/** Plays two ICE agents to their end, packet by packet. */
export function runIce(config: IcePairConfig, seed: number): IceOutcome {
  let last: NetState | null = null;
  let frames = 0;
  for (const { state } of iceFrames(config, seed)) {
    last = state;
    frames += 1;
  }
  const agents = iceAgents(last!);
  const [a, b] = [endOf(agents.a), endOf(agents.b)];
  const connected = [a, b].every(({ checklist }) => checklist === 'Completed');
  const through = [...a.types, ...b.types].flatMap(({ local, remote }) => [local, remote]);
  return {
    a,
    b,
    connected,
    relayed: connected ? through.includes('relayed') : null,
    frames,
    endedAtMs: last!.now,
  };
}
