import type { Choice, ProtocolName } from '../protocols/index.ts';
import type { Tie } from '../protocols/majority-rounds.ts';
import { takeStep } from '../step.ts';
import type { Label } from '../valency.ts';
import { analysisAt, exitsAt, isLight, labelAt } from './outlook.ts';
import { processName, protocolFor } from './rules.ts';
import type { Sayings, Taken } from './sayings.ts';
import { twoPhaseCommitSayings, twoPhaseCommitTimeoutSayings } from './speak-commit.ts';
import { initiallyDeadSayings } from './speak-meeting.ts';
import { paxosSayings } from './speak-paxos.ts';
import { roundsSayings } from './speak-rounds.ts';
import { leaderSayings, waitAllSayings, waitMajoritySayings } from './speak-simple.ts';
import { threePhaseCommitSayings } from './speak-three-phase.ts';
import type { FlpAction, FlpState, RunEvent } from './types.ts';

const SAYINGS: Readonly<Record<Exclude<ProtocolName, 'majority-rounds'>, Sayings>> = {
  'wait-all': waitAllSayings,
  'wait-majority': waitMajoritySayings,
  leader: leaderSayings,
  'two-phase-commit': twoPhaseCommitSayings,
  'two-phase-commit-timeout': twoPhaseCommitTimeoutSayings,
  'three-phase-commit-timeout': threePhaseCommitSayings,
  'initially-dead': initiallyDeadSayings,
  paxos: paxosSayings,
};

const ROUNDS: Readonly<Record<Tie, Sayings>> = {
  one: roundsSayings('Majority rounds, where a tie makes 1'),
  keep: roundsSayings('Majority rounds, where a tie changes nothing'),
  coin: roundsSayings('Majority rounds, where a tie is tossed for'),
};

export function sayingsOf({ name, tie = 'one' }: Choice): Sayings {
  return name === 'majority-rounds' ? ROUNDS[tie] : SAYINGS[name];
}

/** As the paper writes it: `(p0, V1)`, `(p1, ∅)`. */
export function eventName(state: FlpState, p: number, message: string | null): string {
  const { short } = sayingsOf(state.config.protocol);
  return `(${processName(p)}, ${message === null ? '∅' : short(message)})`;
}

/** What a step would come to, without taking it. */
export function foreseen(state: FlpState, p: number, message: string | null, coins = ''): Taken {
  const before = state.locals[p]!;
  const outcome = takeStep(protocolFor(state.config.protocol), p, before, message, coins);
  const from = state.buffer.find((m) => m.to === p && m.message === message)?.from ?? null;
  const same = JSON.stringify(before) === JSON.stringify(outcome.local);
  return {
    p,
    processes: state.locals.length,
    message,
    from,
    before,
    after: same ? before : outcome.local,
    sends: outcome.sends,
  };
}

/** Whether a step changes nothing but what is in the buffer, and not even that for ∅. */
export function changesNothing({ before, after, sends, message }: Taken): boolean {
  return message === null && sends.length === 0 && before === after;
}

export function describeAction(state: FlpState, action: FlpAction): string {
  switch (action.type) {
    case 'stop':
      return `${processName(action.p)} stops`;
    case 'set-up':
      return `Inputs ${action.inputs.join('')}`;
    case 'step': {
      const taken = foreseen(state, action.p, action.message, action.coins);
      const sayings = sayingsOf(state.config.protocol);
      const what = changesNothing(taken) ? 'no change' : sayings.would(taken);
      const tossed = action.coins ? ` on a toss of ${action.coins}` : '';
      return `${eventName(state, action.p, action.message)}: ${what}${tossed}`;
    }
  }
}

export function captionOf(state: FlpState, events: readonly RunEvent[]): string {
  const [first] = events;
  if (!first) return openingOf(state);
  switch (first.kind) {
    case 'stop':
      return `${processName(first.p)} stops: it will never be scheduled again, and ${state.config.hatch === 'detector' ? 'the detector names it' : 'nobody is told'}.${outlook(state)}`;
    case 'set-up':
      return openingOf(state);
    case 'step':
      return stepCaption(state, first, events);
    default:
      return '';
  }
}

function openingOf(state: FlpState): string {
  const { config, inputs } = state;
  const { title } = sayingsOf(config.protocol);
  const list = inputs.map((input, p) => `${processName(p)} has ${input}`);
  return `${title}. ${list.slice(0, -1).join(', ')} and ${list.at(-1)}. Nobody has taken a step, and the buffer is empty.${outlook(state)}`;
}

function stepCaption(
  state: FlpState,
  step: Extract<RunEvent, { kind: 'step' }>,
  events: readonly RunEvent[],
): string {
  const { protocol } = state.config;
  const taken: Taken = { ...step, processes: protocol.processes };
  const name = processName(step.p);
  if (changesNothing(taken)) return `${name} takes a step, receives nothing, and nothing changes.`;
  const conflict = events.find((e) => e.kind === 'conflict');
  const other = conflict?.kind === 'conflict' ? 1 - conflict.value : null;
  const but = other === null ? '' : ` Somebody else has decided ${other}.`;
  const coins = state.config.protocol.tie === 'coin' ? (state.trail?.coins ?? '') : '';
  const tossed = coins && ` The coin fell ${coins}.`;
  return `${name} ${sayingsOf(protocol).did(taken)}.${tossed}${but}${outlook(state)}`;
}

/** What can still come of it, where nothing has been decided yet. */
function outlook(state: FlpState): string {
  if (state.locals.some((l) => l.output !== null)) return '';
  // The analysis is of the model as it was.
  if (state.config.hatch || !isLight(state.config.protocol)) return '';
  const analysis = analysisAt(state);
  const exits = exitsAt(analysis, state);
  if (exits) {
    const named = (events: readonly number[]) =>
      events
        .map((id) => analysis.graph.machine.event(id))
        .map(({ p, message }) => eventName(state, p, message))
        .join(' or ');
    return ` Now ${named(exits.one)} settles it for 1, and ${named(exits.zero)} for 0.`;
  }
  const label = labelAt(analysis, state);
  return label ? ` ${OUTLOOKS[label]}` : '';
}

const OUTLOOKS: Readonly<Record<Label, string>> = {
  zero: 'Only 0 can be decided from here.',
  one: 'Only 1 can be decided from here.',
  bivalent: 'Both 0 and 1 can still be decided.',
  conflicted: '',
  blocked: 'Nothing can be decided any more.',
  open: 'Within the bound, nothing can be decided any more.',
};
