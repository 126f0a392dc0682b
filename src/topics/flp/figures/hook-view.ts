import type { Analysis } from '../engine/analysis.ts';
import { placeOf } from '../engine/live.ts';
import { eventInRun } from '../engine/quotient.ts';
import { afterAction, asAction, sameConfiguration } from '../engine/run/actions.ts';
import { stepsOf } from '../engine/run/engine.ts';
import { leftOver } from '../engine/run/left-over.ts';
import { type FoundHook, nearestHook } from '../engine/run/nearest-hook.ts';
import { eventsAlong, labelAt, stoppedIn } from '../engine/run/outlook.ts';
import { nodeAt } from '../engine/run/places.ts';
import { breachOf, processName } from '../engine/run/rules.ts';
import type { FlpAction, FlpState } from '../engine/run/types.ts';
import { changesNothing, eventName, foreseen, sayingsOf } from '../engine/run/words.ts';
import type { Block } from './blocks.ts';
import { type CardView, cardOf } from './card-view.ts';
import type { FlpFrame } from './scheduler-view.ts';

/** The four configurations of a hook: C, e′(C), e(C) and e(e′(C)). */
export interface DrawnHook {
  /** The process at which both events take place. */
  readonly p: number;
  readonly e: string;
  readonly other: string;
  readonly c0: CardView;
  readonly c1: CardView;
  readonly d0: CardView;
  readonly d1: CardView;
  /** Which of them the run stands at. */
  readonly at: 'c0' | 'c1' | 'd0' | 'd1' | null;
}

/** `ahead`: it has to be played to. `past`: the run has gone on from it. */
type Stand = 'ahead' | 'here' | 'past' | 'stopped' | 'none';

export interface HookView {
  readonly stand: Stand;
  readonly hook: DrawnHook | null;
  /** What is to be played to get there. */
  readonly way: readonly FlpAction[];
  readonly blocks: readonly Block[];
}

/** `null` while what can be decided is being worked out. */
export function hookView(
  frames: readonly FlpFrame[],
  index: number,
  analysis: Analysis | null,
): HookView | null {
  if (!analysis) return null;
  const { state } = frames[index]!;
  const passed = passedHook(frames, index, analysis);
  if (passed === index) return withHook('here', state, [], state, analysis);
  const gone = stoppedIn(state);
  const ahead = gone === null ? foundFrom(analysis, state) : null;
  if (ahead) {
    const way = eventsAlong(analysis, ahead.way, placeOf(analysis.graph, state).rounds).map(
      asAction,
    );
    return withHook('ahead', way.reduce(afterAction, state), way, state, analysis);
  }
  if (passed < 0) {
    return { stand: 'none', hook: null, way: [], blocks: noneBlocks(state, analysis) };
  }
  const stand = gone === null ? 'past' : 'stopped';
  return withHook(stand, frames[passed]!.state, [], state, analysis);
}

function foundFrom(analysis: Analysis, state: FlpState): FoundHook | null {
  const node = nodeAt(analysis, state);
  return node < 0 ? null : nearestHook(analysis, node);
}

/** The last frame so far at which nobody had stopped and a hook was; -1 if there was none. */
function passedHook(frames: readonly FlpFrame[], index: number, analysis: Analysis): number {
  return frames.slice(0, index + 1).findLastIndex(({ state }) => {
    if (stoppedIn(state) !== null) return false;
    return foundFrom(analysis, state)?.way.length === 0;
  });
}

function withHook(
  stand: Stand,
  at: FlpState,
  way: readonly FlpAction[],
  state: FlpState,
  analysis: Analysis,
): HookView {
  const hook = drawnHook(at, state, analysis, stand === 'ahead');
  return { stand, hook, way, blocks: hookBlocks(stand, hook, way, state, at, analysis) };
}

function drawnHook(c0: FlpState, state: FlpState, analysis: Analysis, ahead: boolean): DrawnHook {
  const { hook } = foundFrom(analysis, c0)!;
  const { graph } = analysis;
  const { rounds } = placeOf(graph, c0);
  const [e, other] = [hook.event, hook.other].map((id) => eventInRun(graph, id, rounds));
  const c1 = afterAction(c0, asAction(other!));
  const d0 = afterAction(c0, asAction(e!));
  const d1 = afterAction(c1, asAction(e!));
  const stands = { c0, c1, d0, d1 };
  const at = Object.entries(stands).find(([, one]) => !ahead && sameConfiguration(one, state));
  return {
    p: e!.p,
    e: eventName(c0, e!.p, e!.message),
    other: eventName(c0, other!.p, other!.message),
    c0: cardOf('C', at?.[0] === 'c0' ? state : c0, analysis),
    c1: cardOf('e′(C)', c1, analysis, c0),
    d0: cardOf('e(C)', d0, analysis, c0),
    d1: cardOf('e(e′(C))', d1, analysis, c1),
    at: (at?.[0] as DrawnHook['at'] | undefined) ?? null,
  };
}

function noneBlocks(state: FlpState, analysis: Analysis): readonly Block[] {
  const label = labelAt(analysis, state);
  const gone = stoppedIn(state);
  const why =
    gone !== null
      ? `${processName(gone)} stopped before the run came to one.`
      : label === 'bivalent'
        ? 'Both can still be decided, and from here no two orders of two events settle it two ways.'
        : 'It is settled from here on, and a hook is where one step settles it.';
  return [
    { kind: 'title', text: 'No hook can be reached from here', label },
    { kind: 'text', text: why },
  ];
}

function hookBlocks(
  stand: Stand,
  hook: DrawnHook,
  way: readonly FlpAction[],
  state: FlpState,
  at: FlpState,
  analysis: Analysis,
): readonly Block[] {
  const name = processName(hook.p);
  const titles: Readonly<Record<Stand, string>> = {
    ahead: `The nearest hook is ${way.length} event${way.length === 1 ? '' : 's'} away`,
    here: 'The run stands at a hook',
    past: 'The hook is behind the run',
    stopped: `${processName(stoppedIn(state) ?? 0)} has stopped at the hook`,
    none: '',
  };
  const title: Block = { kind: 'title', text: titles[stand], label: labelAt(analysis, state) };
  const [zero, one] = hook.d0.label === 'zero' ? [hook.e, hook.other] : [hook.other, hook.e];
  const settles: Block = {
    kind: 'text',
    text: `Both events are ${name}’s. With ${zero} first only 0 is left, with ${one} first only 1.`,
  };
  return [
    title,
    ...(stand === 'ahead' ? wayBlocks(way, state) : []),
    settles,
    ...restBlocks(stand, hook.p, stand === 'stopped' ? state : at, analysis),
    ...(stand === 'here' && !breachOf(state, { type: 'stop', p: hook.p })
      ? [pressToStop(hook.p)]
      : []),
    { kind: 'text', soft: true, text: argument(hook, name) },
  ];
}

const pressToStop = (p: number): Block => ({
  kind: 'press',
  text: `Stop ${processName(p)} here`,
  name: 'stop',
  says: `Stop ${processName(p)} at the hook`,
});

function wayBlocks(way: readonly FlpAction[], state: FlpState): readonly Block[] {
  const names: string[] = [];
  way.reduce((at, action) => {
    if (action.type === 'step') names.push(eventName(at, action.p, action.message));
    return afterAction(at, action);
  }, state);
  return [
    { kind: 'chips', chips: names.map((text, i) => ({ text, lead: String(i + 1) })) },
    {
      kind: 'press',
      text: 'Play to the nearest hook',
      name: 'play',
      says: `Play to the nearest hook: ${names.join(' ')}`,
    },
  ];
}

/** What the others can still do, each of their events, and what all of it comes to. */
function restBlocks(stand: Stand, p: number, from: FlpState, analysis: Analysis): readonly Block[] {
  const gone = stoppedIn(from) ?? p;
  const name = processName(gone);
  const { count, decided } = leftOver(analysis, nodeAt(analysis, from), gone);
  const words = sayingsOf(from.config.protocol);
  const rows = from.locals.flatMap((local, q): readonly Block[] => {
    if (q === gone) return [];
    const steps = stepsOf(from, q).map(({ message, coins }) => foreseen(from, q, message, coins));
    const moves = steps
      .filter((taken) => !changesNothing(taken))
      .map((t) => eventName(from, q, t.message));
    const can =
      moves.length === 0 ? 'No event of it changes anything' : `It can take ${moves.join(' ')}`;
    return [
      {
        kind: 'text',
        text: `${processName(q)}: ${words.status(local, q, from.locals.length)}. ${can}.`,
      },
    ];
  });
  const reach =
    count === 1
      ? 'They can come to no other configuration than this one'
      : `They can come to ${count} configurations`;
  const sum = decided === 0 ? 'and nobody has decided' : `and somebody has decided in ${decided}`;
  return [
    {
      kind: 'head',
      text: stand === 'stopped' ? `What is left without ${name}` : `If ${name} took no more steps`,
    },
    ...rows,
    { kind: 'text', text: `${reach}, ${sum}.` },
  ];
}

/** Case (d) of the proof, for this hook. */
function argument({ e, other, d0, d1 }: DrawnHook, name: string): string {
  const value = (card: CardView) => (card.label === 'zero' ? 0 : 1);
  return `It cannot be otherwise: what the others decided without ${name} would have to stand when it wakes and takes ${e}, which leaves ${value(d0)}, and when it takes ${other} and then ${e}, which leaves ${value(d1)}.`;
}
