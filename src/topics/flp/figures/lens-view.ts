import { type Analysis, isOpenQuestion } from '../engine/analysis.ts';
import { lemma3Events } from '../engine/lemma3.ts';
import { placeOf } from '../engine/live.ts';
import { eventAt } from '../engine/quotient.ts';
import { afterAction, asAction } from '../engine/run/actions.ts';
import { mailOf, stepsOf } from '../engine/run/engine.ts';
import { leftOver } from '../engine/run/left-over.ts';
import { eventsAlong, labelAt, labelWithout, stoppedIn } from '../engine/run/outlook.ts';
import { processName } from '../engine/run/rules.ts';
import type { FlpAction, FlpState } from '../engine/run/types.ts';
import { eventName } from '../engine/run/words.ts';
import type { Block, Chip } from './blocks.ts';
import {
  hookIn,
  keptOpen,
  type LensLayers,
  type LensPair,
  lensLayers,
  pathTo,
} from './lens-layers.ts';
import type { FlpFrame } from './scheduler-view.ts';

/** An event (p, m) that can be chosen as e. */
interface Choice {
  readonly key: string;
  readonly p: number;
  readonly message: string | null;
  readonly name: string;
  /** By number. */
  readonly event: number;
}

export interface LensView {
  readonly e: Choice | null;
  readonly drawn: LensLayers | null;
  /** The pairs on the way to the one that is shown, itself last. */
  readonly path: readonly LensPair[];
  /** Where no member of D is open: two neighbours with different ends. */
  readonly hook: readonly [LensPair, LensPair] | null;
  /** The events of the way, and then e. */
  readonly actions: readonly FlpAction[];
  readonly blocks: readonly Block[];
}

const NOTHING = { e: null, drawn: null, path: [], hook: null, actions: [] } as const;

/** `wanted` is the key of an event, `picked` the place of a pair; without them, the run’s own and the nearest. */
export function lensView(
  frames: readonly FlpFrame[],
  index: number,
  analysis: Analysis | null,
  wanted: string | null = null,
  picked: number | null = null,
): LensView {
  const { state } = frames[index]!;
  if (!analysis) return { ...NOTHING, blocks: waitingFor(state) };
  const gone = stoppedIn(state);
  if (gone !== null) {
    return {
      ...NOTHING,
      blocks: [
        text(
          `${processName(gone)} has stopped. Lemma 3 is about what a scheduler can do without stopping anybody.`,
        ),
      ],
    };
  }
  const { node } = placeOf(analysis.graph, state);
  const choices = node < 0 ? [] : choicesAt(state, analysis, node);
  const e = chosen(frames, index, choices, wanted);
  if (!e)
    return {
      ...NOTHING,
      blocks: [text('From here the run goes further ahead than was explored.')],
    };
  const drawn = lensLayers(analysis, node, e.event);
  const open = isOpenQuestion(analysis, node);
  const shown = (picked === null ? null : drawn.pairs[picked]) ?? keptOpen(drawn);
  const path = shown ? pathTo(drawn, shown.id) : [];
  const hook = open && !keptOpen(drawn) ? hookIn(drawn) : null;
  const actions = actionsOf(state, analysis, path, e);
  const view = { e, drawn, path, hook, actions };
  return { ...view, blocks: blocksOf(view, state, analysis, choices, open) };
}

/** The events that will be there to choose from. */
function waitingFor(state: FlpState): readonly Block[] {
  const names = state.locals.flatMap((_, p) =>
    [...mailOf(state, p), null].map((message) => eventName(state, p, message)),
  );
  return [
    { kind: 'title', text: 'Being worked out', label: null },
    text(
      `All that can come of the inputs ${state.inputs.join(' ')} is being explored; then one of these events can be e.`,
    ),
    { kind: 'chips', chips: names.map((name) => ({ text: name })) },
  ];
}

const text = (words: string): Block => ({ kind: 'text', text: words });

function choicesAt(state: FlpState, analysis: Analysis, node: number): readonly Choice[] {
  const { graph } = analysis;
  const { rounds } = placeOf(graph, state);
  const events = lemma3Events(analysis, node);
  return state.locals.flatMap((_, p) =>
    [...mailOf(state, p), null].flatMap((message): readonly Choice[] => {
      const event = eventAt(graph, node, rounds, { p, message });
      if (!events.includes(event)) return [];
      return [{ key: `${p} ${message}`, p, message, name: eventName(state, p, message), event }];
    }),
  );
}

/** The event that the run ends with, as long as it waits; else the run’s next. */
function chosen(
  frames: readonly FlpFrame[],
  index: number,
  choices: readonly Choice[],
  wanted: string | null,
): Choice | undefined {
  const of = (frame: FlpFrame | undefined) => {
    const action = frame?.action;
    return action?.type === 'step'
      ? choices.find(({ key }) => key === `${action.p} ${action.message}`)
      : undefined;
  };
  const last = index < frames.length - 1 ? of(frames.at(-1)) : undefined;
  return choices.find(({ key }) => key === wanted) ?? last ?? of(frames[index + 1]) ?? choices[0];
}

function actionsOf(
  state: FlpState,
  analysis: Analysis,
  path: readonly LensPair[],
  e: Choice,
): readonly FlpAction[] {
  const last = path.at(-1);
  if (!last) return [];
  const { rounds } = placeOf(analysis.graph, state);
  const edges = path.slice(1).map(({ edge }) => edge);
  const before = eventsAlong(analysis, edges, rounds).map(asAction);
  const at = before.reduce(afterAction, state);
  // Of the ways in which its coins can fall, the one that is drawn.
  const ways = stepsOf(at, e.p).filter(({ message }) => message === e.message);
  const way = ways.find((step) => labelAt(analysis, afterAction(at, step)) === last.endLabel);
  return [...before, way ?? ways[0]!];
}

function blocksOf(
  view: Omit<LensView, 'blocks'>,
  state: FlpState,
  analysis: Analysis,
  choices: readonly Choice[],
  open: boolean,
): readonly Block[] {
  const { e, drawn, path } = view;
  const { lens, open: kept } = drawn!;
  const many = (count: number) => count.toLocaleString('en');
  const chips = choices.map(
    (choice): Chip => ({
      text: choice.name,
      name: `event ${choice.key}`,
      says: `Choose ${choice.name} as e`,
      pressed: choice.key === e!.key,
      ...(choice.key === e!.key && { lead: 'e' }),
    }),
  );
  const far = drawn!.layers.length - 1;
  const counts = `𝒞 has ${many(lens.without.length)} configurations, up to ${far} events from C. D has ${many(lens.after.size)}; ${many(kept)} of them are open.`;
  return [
    { kind: 'title', text: titleOf(view, open), label: labelAt(analysis, state) },
    text(open ? counts : `${counts} C itself is settled, so there is nothing to keep open.`),
    ...(path.length > 0 ? wayBlocks(view, state) : open ? failBlocks(view, analysis) : []),
    { kind: 'head', text: 'Choose the event e that has to happen' },
    { kind: 'chips', chips },
  ];
}

function titleOf({ path }: Omit<LensView, 'blocks'>, open: boolean): string {
  if (!open) return 'Nothing to keep open';
  if (path.length === 0) return 'e settles it, whenever it comes';
  const last = path.at(-1)!;
  if (last.endLabel !== 'bivalent') return 'Here e settles it';
  const before = path.length - 1;
  if (before === 0) return 'e can happen now, and it stays open';
  return `${before} event${before === 1 ? '' : 's'} first, then e, and it stays open`;
}

function wayBlocks({ actions, path }: Omit<LensView, 'blocks'>, state: FlpState): readonly Block[] {
  const names = actions.flatMap((a) =>
    a.type === 'step' ? [eventName(state, a.p, a.message)] : [],
  );
  const last = names.length - 1;
  const chips = names.map(
    (name, i): Chip => ({
      text: name,
      lead: i === last ? 'e' : String(i + 1),
      label: i === last ? path.at(-1)!.endLabel : path[i + 1]!.label,
    }),
  );
  return [
    { kind: 'chips', chips },
    {
      kind: 'press',
      text: names.length === 1 ? 'Play e' : `Play ${last} and then e`,
      name: 'play',
      says: `Play ${names.join(' ')}`,
    },
  ];
}

/** Why Lemma 3 does not hold: the protocol has somebody whom it cannot do without. */
function failBlocks({ e, hook }: Omit<LensView, 'blocks'>, analysis: Analysis): readonly Block[] {
  const name = processName(e!.p);
  if (!hook) return [text(`No member of D is open: the lemma does not hold here.`)];
  const [near] = hook;
  const rest = leftOver(analysis, near.node, e!.p);
  const stuck = labelWithout(analysis, near.node, e!.p) === 'blocked' && rest.decided === 0;
  return [
    text(
      `No member of D is open, so Lemma 3 fails here. Two neighbours in 𝒞 that e sends to different ends are marked: a hook at ${name}.`,
    ),
    text(
      stuck
        ? `Its proof needs a run from there that decides without ${name}. There is none: the protocol does not put up with ${name} stopping.`
        : `Without ${name} a decision can be reached.`,
    ),
  ];
}
