import type { Frame } from '../../../lab/engine.ts';
import { type Analysis, edgeOf, isCritical } from '../engine/analysis.ts';
import { placeOf } from '../engine/live.ts';
import { eventAt } from '../engine/quotient.ts';
import { mailOf, stepsOf } from '../engine/run/engine.ts';
import { labelWithout, stoppedIn } from '../engine/run/outlook.ts';
import { nodeAt } from '../engine/run/places.ts';
import { breachOf, outcomesOf, processName } from '../engine/run/rules.ts';
import type { Fact } from '../engine/run/sayings.ts';
import type { FlpAction, FlpState, RunEvent } from '../engine/run/types.ts';
import { changesNothing, eventName, foreseen, sayingsOf } from '../engine/run/words.ts';
import type { Label } from '../engine/valency.ts';

export type FlpFrame = Frame<FlpState, FlpAction, RunEvent>;

/** An event that could happen next. */
export interface EventChip {
  readonly p: number;
  readonly message: string | null;
  /** `(p0, V1)` */
  readonly name: string;
  /** `vote arrives` */
  readonly what: string;
  /** It changes nothing at all. */
  readonly idle: boolean;
  /** An edited model does not allow it now. */
  readonly barred: boolean;
  /** What can still happen after it; `null` while that is not known. */
  readonly label: Label | null;
  readonly action: Extract<FlpAction, { type: 'step' }>;
}

/** A message in the bag, or several equal ones. */
export interface Mail {
  readonly message: string;
  readonly short: string;
  readonly count: number;
  /** Sent by this frame's step, and by whom. */
  readonly freshFrom: number | null;
  /** Steps since the oldest of them was sent. */
  readonly age: number;
}

export interface ProcessRow {
  readonly p: number;
  readonly name: string;
  /** Its role, or what it has just done. */
  readonly note: string;
  readonly touched: boolean;
  readonly stopped: boolean;
  readonly input: 0 | 1;
  readonly output: 0 | 1 | null;
  readonly facts: readonly Fact[];
  readonly status: string;
  readonly mail: readonly Mail[];
  readonly chips: readonly EventChip[];
  /** Steps since it last moved. */
  readonly idleFor: number;
  readonly mayStop: boolean;
}

export interface SchedulerView {
  readonly rows: readonly ProcessRow[];
  readonly label: Label | null;
  readonly critical: boolean;
  /** What the model promises about messages and processes, as far as this run goes. */
  readonly promise: string;
}

/** `analysis` is `null` as long as it is being worked out. */
export function schedulerView(frame: FlpFrame, analysis: Analysis | null): SchedulerView {
  const { state, events } = frame;
  const node = analysis ? nodeAt(analysis, state) : -1;
  const gone = stoppedIn(state);
  const step = events.find((e) => e.kind === 'step');
  const touched = step?.kind === 'step' ? step.p : null;
  const rows = state.locals.map((local, p): ProcessRow => {
    const sayings = sayingsOf(state.config.protocol);
    const stopped = state.stopped[p]!;
    return {
      p,
      name: processName(p),
      note: stopped ? 'stopped' : p === touched ? 'just moved' : sayings.role(p),
      touched: p === touched,
      stopped,
      input: local.input,
      output: local.output,
      facts: sayings.facts(local, p, state.locals.length),
      status: sayings.status(local, p, state.locals.length),
      mail: mailFor(frame, p),
      chips: stopped ? [] : chipsOf(state, p, analysis, node),
      idleFor: state.steps - state.lastStep[p]!,
      mayStop: !stopped && state.stopped.filter(Boolean).length < state.config.faults,
    };
  });
  return {
    rows,
    label: analysis && labelWithout(analysis, node, gone),
    critical: analysis !== null && node >= 0 && gone === null && isCritical(analysis, node),
    promise: promiseOf(state),
  };
}

/** Messages to a process that would change nothing but the bag, after the first of them. */
function foldedAway(state: FlpState, p: number): readonly string[] {
  const late = mailOf(state, p).filter((message) => {
    const { before, after, sends } = foreseen(state, p, message, coinsOf(state, p, message));
    return before === after && sends.length === 0;
  });
  return late.slice(1);
}

const coinsOf = (state: FlpState, p: number, message: string) =>
  outcomesOf(state, p, message)[0]!.coins;

function mailFor({ state, events }: FlpFrame, p: number): readonly Mail[] {
  const { short } = sayingsOf(state.config.protocol);
  const fresh = events.flatMap((e) => (e.kind === 'step' ? e.sends : []));
  const folded = foldedAway(state, p);
  const mail = mailOf(state, p).filter((message) => !folded.includes(message));
  return mail.map((message) => {
    const equal = state.buffer.filter((m) => m.to === p && m.message === message);
    const sent = fresh.find((m) => m.to === p && m.message === message);
    return {
      message,
      short: short(message),
      count: equal.length,
      freshFrom: sent?.from ?? null,
      age: state.steps - equal[0]!.sent,
    };
  });
}

function chipsOf(
  state: FlpState,
  p: number,
  analysis: Analysis | null,
  node: number,
): readonly EventChip[] {
  const sayings = sayingsOf(state.config.protocol);
  const folded = foldedAway(state, p);
  const steps = stepsOf(state, p).filter(
    ({ message }) => message === null || !folded.includes(message),
  );
  return steps.map((action) => {
    const { message, coins } = action;
    const taken = foreseen(state, p, message, coins);
    const idle = changesNothing(taken);
    const late = message !== null && taken.before === taken.after && taken.sends.length === 0;
    const more = late && folded.length > 0 ? `, +${folded.length} more` : '';
    const barred = breachOf(state, action) !== null;
    const what = barred
      ? 'not allowed now'
      : idle
        ? 'no change'
        : more
          ? `too late${more}`
          : sayings.would(taken);
    return {
      p,
      message,
      name: eventName(state, p, message),
      what: coins ? `the coin falls ${coins}` : what,
      idle,
      barred,
      label: analysis && labelAfter(analysis, node, state, action),
      action,
    };
  });
}

/** What can still be decided after a step, or `null` where that was not explored. */
function labelAfter(
  analysis: Analysis,
  node: number,
  state: FlpState,
  { p, message, coins }: Extract<FlpAction, { type: 'step' }>,
): Label | null {
  if (node < 0) return null;
  const { graph } = analysis;
  const { rounds } = placeOf(graph, state);
  const delivery = eventAt(graph, node, rounds, { p, message });
  const event =
    coins && delivery >= 0
      ? graph.machine.eventId({ ...graph.machine.event(delivery), coins })
      : delivery;
  const edge = event < 0 ? -1 : edgeOf(graph, node, event);
  const putOff = edge < 0 && message !== null && delivery >= 0;
  // A step that would get too far ahead is not explored; a lapsed message changes nothing.
  if (putOff) return null;
  return labelWithout(analysis, edge < 0 ? node : graph.targets[edge]!, stoppedIn(state));
}

function promiseOf(state: FlpState): string {
  const gone = stoppedIn(state);
  if (gone === null) return 'No process is starved and no message is lost. Nobody has crashed.';
  const told = state.config.hatch === 'detector' ? 'The detector says so.' : 'Nobody is told.';
  return `${processName(gone)} has crashed: it is never scheduled again. ${told}`;
}
