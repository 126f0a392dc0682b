import type { Analysis } from '../engine/analysis.ts';
import { placeOf } from '../engine/live.ts';
import { eventInRun } from '../engine/quotient.ts';
import { labelWithout, stoppedIn } from '../engine/run/outlook.ts';
import type { FlpAction, FlpState } from '../engine/run/types.ts';
import { eventName, foreseen } from '../engine/run/words.ts';
import type { Label } from '../engine/valency.ts';
import { type EventChip, type FlpFrame, schedulerView } from './scheduler-view.ts';

/** A configuration in the words of the paper. */
export interface FormalFlp {
  /** What led here. */
  readonly led: string;
  readonly processes: readonly {
    readonly name: string;
    /** Input, output (b where there is none) and all else. */
    readonly cells: readonly string[];
    readonly changed: boolean;
  }[];
  readonly buffer: string;
  readonly valency: string;
  readonly next: readonly {
    readonly name: string;
    readonly becomes: string;
    readonly action: FlpAction;
    readonly barred: boolean;
  }[];
  /** Events that lead here from other configurations, however the run came. */
  readonly cameFrom: readonly string[];
}

const SETS: Readonly<Record<Label, string>> = {
  zero: '{0}',
  one: '{1}',
  bivalent: '{0, 1}',
  conflicted: '{0, 1}',
  blocked: '∅',
  open: '∅',
};

const KINDS: Readonly<Record<Label, string>> = {
  zero: 'C is 0-valent',
  one: 'C is 1-valent',
  bivalent: 'C is bivalent',
  conflicted: 'two values are decided in C',
  blocked: 'no decision can be reached',
  open: 'no decision can be reached within the bound',
};

export function formalView(frame: FlpFrame, analysis: Analysis | null): FormalFlp {
  const { state, action, events } = frame;
  const { rows, label } = schedulerView(frame, analysis);
  const moved = events.find((e) => e.kind === 'step');
  return {
    led: ledBy(action, frame.index),
    processes: state.locals.map(({ input, output, data }, p) => ({
      name: `p${p}${state.stopped[p] ? ', stopped' : ''}`,
      cells: [String(input), output === null ? 'b' : String(output), JSON.stringify(data)],
      changed: moved?.kind === 'step' && moved.p === p,
    })),
    buffer: bufferOf(state),
    valency: label ? `V(C) = ${SETS[label]}: ${KINDS[label]}` : 'V(C) is not known here',
    next: rows.flatMap(({ chips }) =>
      chips.map((chip) => ({
        name: chip.name,
        becomes: becomes(state, chip),
        action: chip.action,
        barred: chip.barred,
      })),
    ),
    cameFrom: analysis ? cameFrom(state, analysis) : [],
  };
}

function ledBy(action: FlpAction | null, index: number): string {
  if (!action || index === 0)
    return 'C₀, an initial configuration: every output is b, and the buffer is empty.';
  switch (action.type) {
    case 'set-up':
      return 'C₀, an initial configuration with other inputs.';
    case 'stop':
      return `No event: from here on no event of p${action.p} is taken.`;
    case 'step':
      return `C = e(C′), where e = (p${action.p}, ${action.message ?? '∅'})`;
  }
}

function bufferOf({ buffer }: FlpState): string {
  if (buffer.length === 0) return '∅';
  const counts = new Map<string, number>();
  for (const { to, message } of buffer) {
    const name = `(p${to}, ${message})`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return `{${[...counts].map(([name, n]) => (n > 1 ? `${name} × ${n}` : name)).join(', ')}}`;
}

function becomes(state: FlpState, { p, message, idle, label, barred }: EventChip): string {
  if (barred) return 'not allowed in the edited model';
  if (idle) return 'e(C) = C';
  const { sends } = foreseen(state, p, message);
  const sent = sends.map((letter) => `(p${letter.to}, ${letter.message})`).join(', ');
  const set = label ? `V(e(C)) = ${SETS[label]}` : 'V(e(C)) is not known here';
  return sent ? `${set}, sends ${sent}` : set;
}

function cameFrom(state: FlpState, analysis: Analysis): readonly string[] {
  const { graph, back } = analysis;
  const { node, rounds } = placeOf(graph, state);
  if (node < 0) return [];
  const names: string[] = [];
  for (let i = back.first[node]!; i < back.first[node + 1]!; i += 1) {
    const edge = back.edges[i]!;
    const before = labelWithout(analysis, back.sources[i]!, stoppedIn(state));
    const { p, message } = eventInRun(graph, graph.events[edge]!, rounds - graph.moved[edge]!);
    const set = before ? ` with V(C′) = ${SETS[before]}` : '';
    names.push(`by ${eventName(state, p, message)} from C${back.sources[i]}${set}`);
  }
  return names;
}
