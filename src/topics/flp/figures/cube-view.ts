import { type Analysis, type Cube, cubeOf } from '../engine/analysis.ts';
import { allInputs } from '../engine/graph.ts';
import type { Bit } from '../engine/protocol.ts';
import { afterAction, asAction } from '../engine/run/actions.ts';
import { flpEngine } from '../engine/run/engine.ts';
import { type LeftOver, labelsWithout, leftFromStart } from '../engine/run/left-over.ts';
import { processName } from '../engine/run/rules.ts';
import type { FlpAction, FlpState } from '../engine/run/types.ts';
import { eventName } from '../engine/run/words.ts';
import type { Label } from '../engine/valency.ts';
import type { Block } from './blocks.ts';
import type { FlpFrame } from './scheduler-view.ts';

export interface CubeCorner {
  readonly inputs: readonly Bit[];
  readonly name: string;
  /** `null` while it is being worked out. */
  readonly label: Label | null;
  readonly current: boolean;
}

export interface CubeSide {
  readonly p: number;
  /** Its ends, by number among the corners. */
  readonly ends: readonly [number, number];
  /** From a corner that decides only 0 to one that decides only 1. */
  readonly split: boolean;
  readonly chosen: boolean;
  /** One of its ends is where the run is. */
  readonly near: boolean;
}

/** One configuration of each of the two runs, and the event that led to both. */
export interface Rung {
  readonly event: string | null;
  /** What can be decided without p, from either end. */
  readonly here: Label;
  readonly there: Label;
  /** How far the run itself has got. */
  readonly done: boolean;
  readonly current: boolean;
}

export interface CubeView {
  readonly corners: readonly CubeCorner[];
  readonly sides: readonly CubeSide[];
  /** Whose input differs along the chosen side. */
  readonly p: number;
  readonly here: string;
  readonly there: string;
  readonly rungs: readonly Rung[];
  /** What both runs decide, or `null` if nothing. */
  readonly value: Bit | null;
  /** The events of it that are still to come, where the run keeps to it. */
  readonly actions: readonly FlpAction[];
  /** The corner at the other end of the side. */
  readonly twin: readonly Bit[];
  readonly blocks: readonly Block[];
}

/** `analysis` is of all inputs; `picked` is the process whose side the reader chose. */
export function cubeView(
  frames: readonly FlpFrame[],
  index: number,
  analysis: Analysis | null,
  picked: number | null = null,
): CubeView {
  const { state } = frames[index]!;
  const { protocol } = state.config;
  const p = picked ?? sideOf(frames, index);
  const twin = state.inputs.with(p, state.inputs[p] === 0 ? 1 : 0);
  const cube = analysis && cubeOf(analysis);
  const corners = allInputs(protocol.processes).map(
    (inputs, i): CubeCorner => ({
      inputs,
      name: inputs.join(''),
      label: cube?.corners[i]?.label ?? null,
      current: inputs.join() === state.inputs.join(),
    }),
  );
  const left = leftFromStart(protocol, state.inputs, p);
  const rungs = rungsOf(state, twin, left, p);
  const done = rungs.findLastIndex((rung) => rung.done);
  const events = (left.way ?? left.farthest).map(asAction);
  const kept = rungs.some((rung) => rung.current);
  const view = {
    corners,
    sides: sidesOf(corners, p),
    p,
    here: state.inputs.join(''),
    there: twin.join(''),
    rungs,
    value: left.way && decidedBy(initial(state, state.inputs), events),
    actions: kept ? events.slice(done) : [],
    twin,
  };
  return { ...view, blocks: blocksOf(view, state, left, cube) };
}

/** Whose input the run changes next or changed last; a process that takes no step, where there is one. */
function sideOf(frames: readonly FlpFrame[], index: number): number {
  const flipped = (i: number) => {
    const [before, after] = [frames[i - 1]?.state.inputs, frames[i]?.state.inputs];
    return before && after ? after.findIndex((bit, q) => bit !== before[q]) : -1;
  };
  if (frames[index + 1]?.action?.type === 'set-up') return Math.max(0, flipped(index + 1));
  for (let i = index; i > 0; i -= 1) {
    if (flipped(i) >= 0) return flipped(i);
  }
  return Math.max(0, frames.at(-1)!.state.lastStep.indexOf(0));
}

function sidesOf(corners: readonly CubeCorner[], p: number): readonly CubeSide[] {
  return corners.flatMap(({ inputs }, a) =>
    inputs.flatMap((bit, q): readonly CubeSide[] => {
      if (bit === 1) return [];
      const twin = inputs.with(q, 1).join('');
      const b = corners.findIndex(({ name }) => name === twin);
      const near = corners[a]!.current || corners[b]!.current;
      const labels = [corners[a]!.label, corners[b]!.label];
      const split = labels.includes('zero') && labels.includes('one');
      return [{ p: q, ends: [a, b], split, near, chosen: near && q === p }];
    }),
  );
}

const initial = (state: FlpState, inputs: readonly Bit[]): FlpState =>
  flpEngine.init({ ...state.config, inputs }, 0);

/** The same events from both ends. That they can happen at both is what the argument is about. */
function rungsOf(
  state: FlpState,
  twin: readonly Bit[],
  { way, farthest }: LeftOver,
  p: number,
): readonly Rung[] {
  const ran = trailOf(state);
  const events = way ?? farthest;
  const matched = ran.every((name, i) => i < events.length && name === keyOf(events[i]!));
  const far = (i: number) => ({
    done: matched && i <= ran.length,
    current: matched && i === ran.length,
  });
  const [here, there] = [state.inputs, twin].map((inputs) =>
    labelsWithout(state.config.protocol, inputs, p, events),
  );
  let at = initial(state, state.inputs);
  const rungs: Rung[] = [{ event: null, here: here![0]!, there: there![0]!, ...far(0) }];
  for (const [i, event] of events.entries()) {
    const name = eventName(at, event.p, event.message);
    at = afterAction(at, asAction(event));
    rungs.push({ event: name, here: here![i + 1]!, there: there![i + 1]!, ...far(i + 1) });
  }
  return rungs;
}

const keyOf = ({ p, message }: { readonly p: number; readonly message: string | null }) =>
  `${p} ${message}`;

function trailOf(state: FlpState): readonly string[] {
  const names: string[] = [];
  for (let at = state.trail; at; at = at.before) names.push(keyOf(at));
  return names.reverse();
}

function decidedBy(start: FlpState, actions: readonly FlpAction[]): Bit | null {
  const { locals } = actions.reduce(afterAction, start);
  return locals.find(({ output }) => output !== null)?.output ?? null;
}

function blocksOf(
  view: Omit<CubeView, 'blocks'>,
  state: FlpState,
  left: LeftOver,
  cube: Cube | null,
): readonly Block[] {
  const { p, here, there, actions } = view;
  const name = processName(p);
  const presses: Block[] = [];
  if (actions.length > 0) {
    const text = `Play ${state.steps === 0 ? 'it' : 'on'} without ${name}`;
    presses.push({ kind: 'press', text, name: 'play', says: `${text}, from ${here}` });
  }
  if (state.steps === 0) {
    presses.push({
      kind: 'press',
      text: `Go to ${there}`,
      name: 'twin',
      says: `Set the inputs to ${there}`,
    });
  }
  return [
    ...(cube
      ? cubeWords(cube)
      : [{ kind: 'text' as const, text: 'The corners are being worked out.' }]),
    { kind: 'head', text: `Between ${here} and ${there}: ${name}’s input` },
    { kind: 'text', text: sideWords(view, state, left) },
    ...presses,
  ];
}

function cubeWords({ corners, split }: Cube): readonly Block[] {
  const open = corners.filter(({ label }) => label === 'bivalent').map((c) => c.inputs.join(''));
  if (open.length > 0) {
    return [
      {
        kind: 'title',
        text: `${open.length} of ${corners.length} corners ${open.length === 1 ? 'is' : 'are'} open`,
        label: 'bivalent',
      },
      {
        kind: 'text',
        text: `From ${list(open)} both 0 and 1 can be decided: there the scheduler can begin.`,
      },
    ];
  }
  const names = [...new Set(split.map((side) => processName(side.p)))];
  return [
    { kind: 'title', text: 'No corner is open' },
    {
      kind: 'text',
      text: `Yet 0 and 1 are both decided somewhere, so along ${split.length} sides one input turns only 0 into only 1: that of ${list(names)}. By Lemma 2 a protocol that puts up with a stop has no such side.`,
    },
  ];
}

const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

function sideWords(
  { p, here, there, value, corners }: Omit<CubeView, 'blocks'>,
  state: FlpState,
  { count, decided }: LeftOver,
): string {
  const name = processName(p);
  if (value === null) {
    const other = leftFromStart(
      state.config.protocol,
      state.inputs.with(p, state.inputs[p] === 0 ? 1 : 0),
      p,
    );
    return `If ${name} takes no step, nobody decides, from either end: the others can come to ${count} configurations from ${here} and ${other.count} from ${there}, and in ${decided + other.decided === 0 ? 'none' : decided + other.decided} of them is there a decision. This protocol cannot do without ${name}.`;
  }
  const not = corners.filter(
    (c) => [here, there].includes(c.name) && c.label === (value === 0 ? 'one' : 'zero'),
  );
  const so =
    not.length === 0
      ? `so neither can be a corner that decides only ${1 - value}`
      : 'which cannot be';
  return `A run in which ${name} takes no step decides ${value} from ${here}. The others never learn ${name}’s input, so the same events decide ${value} from ${there}: ${so}.`;
}
