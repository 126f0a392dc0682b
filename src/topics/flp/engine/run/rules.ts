import type { Protocol } from '../protocol.ts';
import { type Choice, protocolOf } from '../protocols/index.ts';
import { everyOutcome, type Outcome } from '../step.ts';
import { hatchBreach } from './hatches.ts';
import type { FlpAction, FlpState } from './types.ts';

const protocols = new Map<string, Protocol>();

/** The protocol of a choice, made once. */
export function protocolFor(choice: Choice): Protocol {
  const key = JSON.stringify(choice);
  const known = protocols.get(key);
  if (known) return known;
  const protocol = protocolOf(choice);
  protocols.set(key, protocol);
  return protocol;
}

/** Every way in which a step can come out: more than one where coins are tossed. */
export function outcomesOf(state: FlpState, p: number, message: string | null): readonly Outcome[] {
  return everyOutcome(protocolFor(state.config.protocol), p, state.locals[p]!, message);
}

/** A condition of a move: the rule in words, as an order, and why it is not kept. */
export interface Breach {
  readonly title: string;
  readonly rule: string;
  readonly reason: string;
}

export const processName = (p: number): string => `p${p}`;

/** The rule that a move breaks, or `null` if it may be made. */
export function breachOf(state: FlpState, action: FlpAction): Breach | null {
  switch (action.type) {
    case 'step':
      return stepBreach(state, action);
    case 'stop':
      return stopBreach(state, action.p);
    case 'set-up':
      return setUpBreach(state, action.inputs);
  }
}

function stepBreach(
  state: FlpState,
  { p, message, coins = '' }: Extract<FlpAction, { type: 'step' }>,
): Breach | null {
  const missing = unknownProcess(state, p);
  if (missing) return missing;
  const name = processName(p);
  if (state.stopped[p]) {
    return {
      title: `${name} may not take a step`,
      rule: 'Who has stopped is never scheduled again.',
      reason: `${name} was stopped.`,
    };
  }
  if (message === null || state.buffer.some((m) => m.to === p && m.message === message)) {
    const tosses = chosenTosses(state, p, message);
    if (tosses.includes(coins)) {
      return hatchBreach(state, p, message, outcomesOf(state, p, message)[0]!.local);
    }
    return {
      title: `${name} may not toss ${coins === '' ? 'no coin' : coins}`,
      rule: 'Say how each coin falls that a step tosses.',
      reason: `This step tosses ${tosses[0] === '' ? 'none' : tosses.join(' or ')}.`,
    };
  }
  return {
    title: `${name} may not receive ${message}`,
    rule: 'Receive what was sent and is still in the buffer.',
    reason: `There is no ${message} for ${name} in it.`,
  };
}

/** How the scheduler may say that coins fall: only as they do by themselves, if they are fair. */
function chosenTosses(state: FlpState, p: number, message: string | null): readonly string[] {
  if (state.config.hatch === 'fair-coin') return [''];
  return outcomesOf(state, p, message).map((outcome) => outcome.coins);
}

function stopBreach(state: FlpState, p: number): Breach | null {
  const missing = unknownProcess(state, p);
  if (missing) return missing;
  const title = `${processName(p)} may not be stopped`;
  if (state.stopped[p]) {
    return { title, rule: 'Stop a process once.', reason: `${processName(p)} was stopped before.` };
  }
  const { faults } = state.config;
  const stopped = state.stopped.filter(Boolean).length;
  if (stopped < faults) return null;
  return {
    title,
    rule: faults === 1 ? 'Stop one process at most.' : `Stop ${faults} processes at most.`,
    reason: faults === 0 ? 'Nobody may stop here.' : 'That many have been stopped already.',
  };
}

function setUpBreach(state: FlpState, inputs: readonly (0 | 1)[]): Breach | null {
  const title = 'The inputs may not be changed';
  const { processes } = state.config.protocol;
  if (inputs.length !== processes) {
    return {
      title,
      rule: 'Give every process one input.',
      reason: `There are ${processes} processes and ${inputs.length} inputs.`,
    };
  }
  if (state.steps === 0 && !state.stopped.some(Boolean)) return null;
  return {
    title,
    rule: 'Set the inputs before the first step.',
    reason: 'Steps have been taken already.',
  };
}

function unknownProcess(state: FlpState, p: number): Breach | null {
  if (Number.isInteger(p) && p >= 0 && p < state.locals.length) return null;
  return {
    title: 'That is no process',
    rule: `Schedule p0 to p${state.locals.length - 1}.`,
    reason: `There is no p${p}.`,
  };
}

/** The refusal in one line. */
export function breachWords({ title, rule, reason }: Breach): string {
  return `${title}. The rule: ${rule} ${reason}`;
}
