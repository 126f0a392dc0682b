import type { Breach } from './rules.ts';
import type { FlpState } from './types.ts';

/** An edit of the model, after which the theorem does not say anything any more. */
export type Hatch = 'fair-coin' | 'deadlines' | 'detector';

/** In steps of the run: a message arrives, and a process moves, within so many; a timeout comes after so many. */
export const BOUNDS = { message: 6, step: 5, timeout: 14 } as const;

/** What has to happen within so many steps, the most urgent first. */
export interface Due {
  readonly p: number;
  /** The message that has to arrive, or `null` for a step of any kind. */
  readonly message: string | null;
  readonly within: number;
}

/** With deadlines: all that has one. */
export function duesOf(state: FlpState): readonly Due[] {
  const { steps, lastStep, stopped } = state;
  const messages = state.buffer
    .filter(({ to }) => !stopped[to])
    .map(({ to, message, sent }) => ({ p: to, message, within: BOUNDS.message - (steps - sent) }));
  const processes = stopped.flatMap((gone, p) =>
    gone ? [] : [{ p, message: null, within: BOUNDS.step - (steps - lastStep[p]!) }],
  );
  return [...messages, ...processes].sort((a, b) => a.within - b.within);
}

/** Why the edited model does not allow a step that the old one does; `null` if it does. */
export function hatchBreach(
  state: FlpState,
  p: number,
  message: string | null,
  isTimeout: boolean,
): Breach | null {
  const { hatch } = state.config;
  if (hatch === 'detector' && isTimeout && !state.stopped.includes(true)) {
    return {
      title: `p${p} may not give up waiting`,
      rule: 'Suspect only who has stopped.',
      reason: 'The detector suspects nobody, and it is never wrong.',
    };
  }
  if (hatch !== 'deadlines') return null;
  if (isTimeout && waited(state, p) < BOUNDS.timeout) {
    return {
      title: `p${p} may not give up waiting yet`,
      rule: `Wait for ${BOUNDS.timeout} steps, by which all that is on its way has arrived.`,
      reason: `It has waited for ${waited(state, p)}.`,
    };
  }
  const [due] = duesOf(state);
  if (!due || due.within > 0) return null;
  const isIt = due.p === p && (due.message === null || due.message === message);
  return isIt ? null : lateFor(due, p);
}

const waited = ({ steps, firstStep }: FlpState, p: number) => steps - (firstStep[p] ?? steps);

function lateFor({ p, message }: Due, other: number): Breach {
  return {
    title: `Not p${other} now`,
    rule: 'Keep the deadlines.',
    reason:
      message === null
        ? `p${p} has to take a step now.`
        : `The oldest message to p${p} has to arrive now.`,
  };
}
