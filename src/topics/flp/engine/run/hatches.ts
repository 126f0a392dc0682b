import type { Letter, Local } from '../protocol.ts';
import type { Choice } from '../protocols/index.ts';
import type { Breach } from './rules.ts';
import type { FlpState, Posted } from './types.ts';

/** An edit of the model, after which the theorem does not speak of it any more. */
export type Hatch = 'fair-coin' | 'deadlines' | 'detector';

/** With deadlines: a message arrives, and a process begins, within so many steps of the run. */
export const BOUNDS = { message: 6, begin: 5 } as const;

/** What has to happen within so many steps. */
export interface Due {
  readonly p: number;
  /** The message that has to arrive; `null` where p has to begin. */
  readonly message: string | null;
  readonly within: number;
}

/** With deadlines: all that has one, the most urgent first. */
export function duesOf({ steps, buffer, firstStep, stopped }: FlpState): readonly Due[] {
  const messages = buffer
    .filter(({ to }) => !stopped[to])
    .map(({ to, message, sent }) => ({ p: to, message, within: BOUNDS.message - (steps - sent) }));
  const processes = firstStep.flatMap((first, p) =>
    first === null && !stopped[p] ? [{ p, message: null, within: BOUNDS.begin - steps }] : [],
  );
  return [...messages, ...processes].sort((a, b) => a.within - b.within);
}

/** All of a configuration that says whether somebody may give up waiting. */
export interface Scene {
  readonly locals: readonly Local[];
  readonly letters: readonly Letter[];
  readonly stopped: readonly boolean[];
}

/**
 * Whether an empty delivery is a timeout: the step of one that has begun, in two- or
 * three-phase commit, or the ballot of one that comes after p0 in Paxos.
 */
export function givesUp({ name }: Choice, p: number, before: Local, after: Local): boolean {
  if (JSON.stringify(before) === JSON.stringify(after)) return false;
  return name === 'paxos' ? p > 0 : hasBegun(before);
}

/** Of the protocols that can be edited so. */
function hasBegun({ data }: Local): boolean {
  const { begun, stage } = data as { begun?: boolean; stage?: string };
  return begun ?? (stage !== undefined && stage !== 'asleep');
}

/**
 * Why the edited model does not let p give up waiting; `null` if it may. The detector
 * names the stopped, at once and never wrongly. With deadlines a timeout is longer
 * than everything can take, so that it fires when nothing is on its way any more.
 */
export function whyWait(hatch: Hatch, { name }: Choice, scene: Scene): string | null {
  const { locals, letters, stopped } = scene;
  if (hatch === 'detector') {
    const gone = name === 'paxos' ? stopped[0] : stopped.includes(true);
    return gone
      ? null
      : `The detector says that ${name === 'paxos' ? 'p0' : 'everybody'} is alive.`;
  }
  const letter = letters.find(({ to }) => !stopped[to]);
  if (letter) return `A message to p${letter.to} is on its way, and will arrive in time.`;
  const late = locals.findIndex((local, p) => !stopped[p] && !hasBegun(local));
  return late < 0 ? null : `p${late} has not begun, and will in time.`;
}

/** Why the edited model does not allow a step that the old one does; `null` if it does. */
export function hatchBreach(
  state: FlpState,
  p: number,
  message: string | null,
  after: Local,
): Breach | null {
  const { hatch, protocol } = state.config;
  if (hatch !== 'detector' && hatch !== 'deadlines') return null;
  if (message === null && givesUp(protocol, p, state.locals[p]!, after)) {
    const reason = whyWait(hatch, protocol, { ...state, letters: state.buffer });
    if (reason) {
      const rule =
        hatch === 'detector' ? 'Give up on the dead alone.' : 'Wait until all is in that can come.';
      return { title: `p${p} may not give up waiting`, rule, reason };
    }
  }
  return hatch === 'deadlines' ? lateBreach(state, p, message) : null;
}

/** What would be late if this step came now. */
function lateBreach(state: FlpState, p: number, message: string | null): Breach | null {
  const oldest = oldestOf(state.buffer, p, message);
  const left = duesOf(state).filter(
    (due) => !(due.p === p && (due.message === null || due.message === oldest?.message)),
  );
  // One thing a step: the nth of those that are left has n steps, and this one is gone.
  const late = left.find(({ within }, i) => within - 1 < i + 1);
  if (!late) return null;
  const what =
    late.message === null ? `p${late.p} has to begin` : `${late.message} has to reach p${late.p}`;
  return {
    title: `Not this one now`,
    rule: 'Keep the deadlines.',
    reason: `${what} within ${late.within === 1 ? 'one step' : `${late.within} steps`}.`,
  };
}

const oldestOf = (buffer: readonly Posted[], p: number, message: string | null) =>
  buffer.find((m) => m.to === p && m.message === message);
