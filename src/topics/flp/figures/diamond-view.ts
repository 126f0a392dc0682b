import type { Analysis } from '../engine/analysis.ts';
import { diamondsAt } from '../engine/pairs.ts';
import { afterAction, sameConfiguration } from '../engine/run/actions.ts';
import { flpEngine, stepsOf } from '../engine/run/engine.ts';
import { labelAt } from '../engine/run/outlook.ts';
import { nodeAt } from '../engine/run/places.ts';
import { processName } from '../engine/run/rules.ts';
import type { FlpAction, FlpState } from '../engine/run/types.ts';
import { changesNothing, eventName, foreseen, sayingsOf } from '../engine/run/words.ts';
import type { Block, Chip } from './blocks.ts';
import { type CardView, cardOf } from './card-view.ts';
import type { FlpFrame } from './scheduler-view.ts';

type Step = Extract<FlpAction, { type: 'step' }>;
/** Where the run stands in the picture. `left`: after e; `right`: after f. */
export type Stand = 'c' | 'left' | 'right' | 'left-end' | 'right-end';

export interface DiamondView {
  readonly e: NamedStep;
  readonly f: NamedStep;
  /** Whether the two events are at different processes, as Lemma 1 asks. */
  readonly apart: boolean;
  /** Whether both orders lead to the same configuration. */
  readonly closes: boolean;
  readonly c: CardView;
  readonly left: CardView;
  readonly right: CardView;
  /** f(e(C)) and e(f(C)); one card for both where they are the same. */
  readonly ends: readonly CardView[];
  readonly at: Stand;
  readonly blocks: readonly Block[];
}

interface NamedStep {
  readonly name: string;
  readonly action: Step;
}

/** Two events by their keys, the one picked first in front. */
export type Picks = readonly [string, string];

export const keyOf = ({ p, message, coins = '' }: Step): string => `${p} ${message} ${coins}`;

/** All that can happen, what changes most in front. */
const eventsAt = (state: FlpState): readonly Step[] =>
  state.stopped
    .flatMap((stopped, p) => (stopped ? [] : stepsOf(state, p)))
    .toSorted((a, b) => dullness(state, a) - dullness(state, b));

/** 2 if nothing changes at all, 1 if only a message is gone. */
function dullness(state: FlpState, { p, message, coins }: Step): 0 | 1 | 2 {
  const taken = foreseen(state, p, message, coins);
  if (changesNothing(taken)) return 2;
  return taken.before === taken.after && taken.sends.length === 0 ? 1 : 0;
}

/** Whether the two actions after a frame could have been taken in the other order as well. */
function isPair(frames: readonly FlpFrame[], from: number): boolean {
  const [one, two] = [frames[from + 1]?.action, frames[from + 2]?.action];
  if (one?.type !== 'step' || two?.type !== 'step' || one.p === two.p) return false;
  return flpEngine.explain(frames[from]!.state, two) === null;
}

/**
 * The frame at which the diamond begins that a frame is part of: the run is cut into
 * pairs of events that commute, from the first frame on. `from` begins one by hand.
 */
export function diamondStart(
  frames: readonly FlpFrame[],
  index: number,
  from: number | null,
): number {
  if (from !== null && from <= index && index <= from + 2) {
    const between = frames.slice(from + 1, index + 1);
    if (between.every(({ action }) => action?.type === 'step')) return from;
  }
  let base = 0;
  while (base < index) {
    if (isPair(frames, base)) {
      if (index <= base + 2) return base;
      base += 2;
    } else {
      const dangling = frames.length === base + 2 && frames[base + 1]!.action?.type === 'step';
      if (dangling) return base;
      base += 1;
    }
  }
  return base;
}

/** The picked events, if the run has taken none but them; else the run’s own next two, or what there is. */
function pairAt(
  frames: readonly FlpFrame[],
  base: number,
  index: number,
  picks: Picks | null,
): readonly [Step, Step] | null {
  const { state } = frames[base]!;
  const all = eventsAt(state);
  const taken = frames
    .slice(base + 1, index + 1)
    .flatMap(({ action }) => (action?.type === 'step' ? [keyOf(action)] : []));
  const picked = picks?.map((key) => all.find((step) => keyOf(step) === key));
  if (picks && picked?.every(Boolean) && taken.every((key) => picks.includes(key))) {
    return [picked[0]!, picked[1]!];
  }
  const next = frames[base + 1]?.action;
  const busy = all.filter((step) => dullness(state, step) < 2);
  const e = next?.type === 'step' ? next : (busy[0] ?? all[0]);
  if (!e) return null;
  const second = isPair(frames, base) ? (frames[base + 2]!.action as Step) : null;
  const f =
    second ??
    busy.find((step) => step.p !== e.p) ??
    busy.find((step) => keyOf(step) !== keyOf(e)) ??
    all.find((step) => step.p !== e.p);
  return f ? [e, f] : null;
}

/** `null` where fewer than two events can happen. */
export function diamondView(
  frames: readonly FlpFrame[],
  index: number,
  analysis: Analysis | null,
  picks: Picks | null = null,
  from: number | null = null,
): DiamondView | null {
  const base = diamondStart(frames, index, from);
  const { state } = frames[base]!;
  const pair = pairAt(frames, base, index, picks);
  if (!pair) return null;
  const [e, f] = pair;
  const [left, right] = [afterAction(state, e), afterAction(state, f)];
  const [fe, ef] = [afterAction(left, f), afterAction(right, e)];
  const closes = sameConfiguration(fe, ef);
  const named = (action: Step) => ({ name: eventName(state, action.p, action.message), action });
  const view = {
    e: named(e),
    f: named(f),
    apart: e.p !== f.p,
    closes,
    c: cardOf('C', state, analysis),
    left: cardOf('e(C)', left, analysis, state),
    right: cardOf('f(C)', right, analysis, state),
    ends: closes
      ? [cardOf('f(e(C)) = e(f(C))', fe, analysis, state)]
      : [cardOf('f(e(C))', fe, analysis, left), cardOf('e(f(C))', ef, analysis, right)],
    at: standing(frames, base, index, e),
  };
  return { ...view, blocks: blocksOf(view, state, analysis) };
}

function standing(frames: readonly FlpFrame[], base: number, index: number, e: Step): Stand {
  if (index === base) return 'c';
  const first = frames[base + 1]!.action as Step;
  const side = keyOf(first) === keyOf(e) ? 'left' : 'right';
  return index === base + 1 ? side : `${side}-end`;
}

function blocksOf(
  view: Omit<DiamondView, 'blocks'>,
  state: FlpState,
  analysis: Analysis | null,
): readonly Block[] {
  const { apart, closes } = view;
  const title = closes
    ? apart
      ? 'Two orders, one end'
      : 'One process, and the order is forgotten'
    : 'One process, and the order shows';
  return [
    { kind: 'title', text: title, label: analysis && labelAt(analysis, state) },
    { kind: 'text', text: whyWords(view) },
    { kind: 'text', text: settlesWords(view) },
    { kind: 'head', text: 'e, then f' },
    { kind: 'text', text: orderWords(state, view.e.action, view.f.action) },
    { kind: 'head', text: 'f, then e' },
    { kind: 'text', text: orderWords(state, view.f.action, view.e.action) },
    ...pickBlocks(view, state),
    ...pressesOf(view),
    ...(analysis ? [countBlock(state, analysis)] : []),
  ];
}

/** What the two events do in one order. */
function orderWords(state: FlpState, first: Step, second: Step): string {
  const did = (at: FlpState, { p, message, coins }: Step) => {
    const taken = foreseen(at, p, message, coins);
    if (changesNothing(taken)) return `nothing changes at ${processName(p)}`;
    return `${processName(p)} ${sayingsOf(at.config.protocol).did(taken)}`;
  };
  return `${did(state, first)}; then ${did(afterAction(state, first), second)}.`;
}

function whyWords({ e, f, apart, closes }: Omit<DiamondView, 'blocks'>): string {
  const [p, q] = [processName(e.action.p), processName(f.action.p)];
  if (apart) {
    return `${e.name} changes ${p} alone and ${f.name} changes ${q} alone. Each may add to the buffer, and takes nothing from it but its own message. So neither can tell whether the other has happened.`;
  }
  return `Both events are ${p}’s. After one of them it may be in another state when it takes the other, so Lemma 1 says nothing about them.${closes ? ' Here both orders lead to the same configuration all the same.' : ''}`;
}

function settlesWords({ left, right, apart, closes, ends }: Omit<DiamondView, 'blocks'>): string {
  const said = (card: CardView) =>
    card.label === 'zero' ? 'only 0' : card.label === 'one' ? 'only 1' : null;
  if (!closes) {
    const [one, two] = ends.map(said);
    return one && two && one !== two
      ? `With e first ${one} is left, with f first ${two}: who comes first settles it, and ${left.rows.find((r) => r.changed)?.name ?? 'it'} alone knows.`
      : 'The two orders end in different configurations.';
  }
  if (!apart) return '';
  const settled = [left, right].find((card) => said(card));
  return settled
    ? `After ${settled.name.startsWith('e') ? 'e' : 'f'} ${said(settled)} is left, and the end lies behind that: so the other order leads to ${said(settled)} as well. Events of two processes never settle it two ways.`
    : 'Whatever one of them settles, the end lies behind both: events of two processes never settle it two ways.';
}

function pickBlocks(view: Omit<DiamondView, 'blocks'>, state: FlpState): readonly Block[] {
  const chips = eventsAt(state).map((step): Chip => {
    const key = keyOf(step);
    const lead = key === keyOf(view.e.action) ? 'e' : key === keyOf(view.f.action) ? 'f' : null;
    const name = eventName(state, step.p, step.message);
    return {
      text: step.coins ? `${name}=${step.coins}` : name,
      ...(lead && { lead }),
      pressed: lead !== null,
      ...(view.at === 'c' && {
        name: `pick ${key}`,
        says: lead ? `${name}, picked as ${lead}` : `Pick ${name}`,
      }),
    };
  });
  return [
    { kind: 'head', text: view.at === 'c' ? 'Pick any two events' : 'The events at C' },
    { kind: 'chips', chips },
  ];
}

function pressesOf({ e, f, at }: Omit<DiamondView, 'blocks'>): readonly Block[] {
  const press = (text: string, name: string, says: string): Block => ({
    kind: 'press',
    text,
    name,
    says,
  });
  switch (at) {
    case 'c':
      return [
        press('Play e, then f', 'play e f', `Play ${e.name}, then ${f.name}`),
        press('Play f, then e', 'play f e', `Play ${f.name}, then ${e.name}`),
      ];
    case 'left':
      return [press('Then f', 'play f', `Play ${f.name}`)];
    case 'right':
      return [press('Then e', 'play e', `Play ${e.name}`)];
    default:
      return [press('Pick two events from here', 'from', 'Begin a diamond at this configuration')];
  }
}

function countBlock(state: FlpState, analysis: Analysis): Block {
  const node = nodeAt(analysis, state);
  const { checked, failed } =
    node < 0 ? { checked: 0, failed: 0 } : diamondsAt(analysis.graph, node);
  return {
    kind: 'text',
    soft: true,
    text: `Compared at C: ${checked} pairs of events at different processes. ${failed === 0 ? 'All' : checked - failed} of them close.`,
  };
}
