import type { Analysis } from '../engine/analysis.ts';
import type { Lasso } from '../engine/lasso.ts';
import { begin, perform, placeOf } from '../engine/live.ts';
import type { FlpEvent } from '../engine/protocol.ts';
import { labelWithout, stoppedIn } from '../engine/run/outlook.ts';
import { protocolFor } from '../engine/run/rules.ts';
import type { FlpState } from '../engine/run/types.ts';
import { eventName } from '../engine/run/words.ts';
import type { Label } from '../engine/valency.ts';

/** A loop as a ring: the configuration that is met again, and what leads around to it. */
export interface Ring {
  /** After each step of the loop; the last is the one that the loop begins with. `null` where it is not known. */
  readonly labels: readonly (Label | null)[];
  /** `p0, R1:0` */
  readonly names: readonly string[];
  readonly fair: boolean;
}

export function ringOf(
  state: FlpState,
  events: readonly FlpEvent[],
  { stem, loop, faults }: Lasso,
  analysis: Analysis | null,
): Ring {
  const protocol = protocolFor(state.config.protocol);
  const gone = stoppedIn(state);
  const labels: (Label | null)[] = [];
  let live = begin(protocol, state.inputs);
  for (const [i, event] of events.entries()) {
    live = perform(protocol, live, event);
    if (i < stem) continue;
    labels.push(analysis && labelWithout(analysis, placeOf(analysis.graph, live).node, gone));
  }
  const names = loop.map(({ p, message }) => eventName(state, p, message).slice(1, -1));
  return { labels, names, fair: faults.length === 0 };
}

export interface RingPlace {
  readonly x: number;
  readonly y: number;
  /** Where the name of the step that leads here stands, and on which side of it. */
  readonly word: { readonly x: number; readonly y: number; readonly anchor: string };
}

/** Places clockwise; the last one, which is the first again, is at the top. */
export function ringPlaces(count: number, radius: number): readonly RingPlace[] {
  const at = (turn: number, r: number) => {
    const angle = (turn - 0.25) * 2 * Math.PI;
    return { x: r * Math.cos(angle), y: r * Math.sin(angle) };
  };
  return Array.from({ length: count }, (_, i) => {
    const halfway = at((i + 0.5) / count, radius + 12);
    const anchor = Math.abs(halfway.x) < 8 ? 'middle' : halfway.x > 0 ? 'start' : 'end';
    const down = anchor === 'middle' ? Math.sign(halfway.y) * 6 : 0;
    return {
      ...at((i + 1) / count, radius),
      word: { x: halfway.x, y: halfway.y + 4.5 + down, anchor },
    };
  });
}
