import type { ProtocolName } from '../protocols/index.ts';
import type { Label } from '../valency.ts';
import { analysisAt, exitsAt, labelAt } from './outlook.ts';
import { machineOf, processName } from './rules.ts';
import type { Sayings, Taken } from './sayings.ts';
import { twoPhaseCommitSayings, twoPhaseCommitTimeoutSayings } from './speak-commit.ts';
import { leaderSayings, waitAllSayings, waitMajoritySayings } from './speak-simple.ts';
import type { FlpAction, FlpState, RunEvent } from './types.ts';

const SAYINGS: Readonly<Record<ProtocolName, Sayings>> = {
  'wait-all': waitAllSayings,
  'wait-majority': waitMajoritySayings,
  leader: leaderSayings,
  'two-phase-commit': twoPhaseCommitSayings,
  'two-phase-commit-timeout': twoPhaseCommitTimeoutSayings,
};

export const sayingsOf = (name: ProtocolName): Sayings => SAYINGS[name];

/** As the paper writes it: `(p0, V1)`, `(p1, ∅)`. */
export function eventName(state: FlpState, p: number, message: string | null): string {
  const { short } = sayingsOf(state.config.protocol.name);
  return `(${processName(p)}, ${message === null ? '∅' : short(message)})`;
}

/** What a step would come to, without taking it. */
export function foreseen(state: FlpState, p: number, message: string | null): Taken {
  const machine = machineOf(state.config.protocol);
  const before = state.locals[p]!;
  const effect = machine.effect(machine.localId(p, before), machine.eventId({ p, message }));
  const from = state.buffer.find((m) => m.to === p && m.message === message)?.from ?? null;
  return {
    p,
    processes: machine.processes,
    message,
    from,
    before,
    after: machine.local(effect.local),
    sends: effect.sends.map((id) => machine.letter(id)),
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
      const taken = foreseen(state, action.p, action.message);
      const sayings = sayingsOf(state.config.protocol.name);
      const what = changesNothing(taken) ? 'no change' : sayings.would(taken);
      return `${eventName(state, action.p, action.message)}: ${what}`;
    }
  }
}

export function captionOf(state: FlpState, events: readonly RunEvent[]): string {
  const [first] = events;
  if (!first) return openingOf(state);
  switch (first.kind) {
    case 'stop':
      return `${processName(first.p)} stops: it will never be scheduled again, and nobody is told.${outlook(state)}`;
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
  const { title } = sayingsOf(config.protocol.name);
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
  return `${name} ${sayingsOf(protocol.name).did(taken)}.${but}${outlook(state)}`;
}

/** What can still come of it, where nothing has been decided yet. */
function outlook(state: FlpState): string {
  if (state.locals.some((l) => l.output !== null)) return '';
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
  return ` ${OUTLOOKS[labelAt(analysis, state)]}`;
}

const OUTLOOKS: Readonly<Record<Label, string>> = {
  zero: 'Only 0 can be decided from here.',
  one: 'Only 1 can be decided from here.',
  bivalent: 'Both 0 and 1 can still be decided.',
  conflicted: '',
  blocked: 'Nothing can be decided any more.',
  open: 'Within the bound, nothing can be decided any more.',
};
