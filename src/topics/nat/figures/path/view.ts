import type { Frame } from '../../../../lab/engine.ts';
import type { SideId } from '../../engine/pair.ts';
import { talkers } from '../../engine/path/engine.ts';
import type { PathAction, PathEvent, PathState } from '../../engine/path/types.ts';

export type PathFrame = Frame<PathState, PathAction, PathEvent>;

/** A message that was heard: when it was said, and how long it took. */
export interface Dot {
  readonly by: SideId;
  readonly at: number;
  readonly latency: number;
  readonly relayed: boolean;
  readonly current: boolean;
}

/** A stretch of time in which a side talks one way. */
export interface Stretch {
  readonly side: SideId;
  readonly from: number;
  readonly to: number;
  readonly way: 'relay' | 'direct';
}

export interface PathView {
  readonly now: number;
  readonly dots: readonly Dot[];
  readonly stretches: readonly Stretch[];
  readonly died: readonly { readonly by: SideId; readonly at: number }[];
  readonly outages: readonly { readonly from: number; readonly to: number }[];
  readonly said: Readonly<Record<SideId, number>>;
  readonly heard: Readonly<Record<SideId, number>>;
}

const SIDES = ['a', 'b'] as const;

export function pathView(frames: readonly PathFrame[], index: number): PathView {
  const { state, events } = frames[index]!;
  const { now } = state.net;
  const both = talkers(state);
  const fresh = events.find((event) => event.kind === 'message');
  const dots = SIDES.flatMap((by) => {
    const { heard } = both[by === 'a' ? 'b' : 'a'];
    return heard.map(({ sent, at, relayed }, i): Dot => {
      const current = fresh?.kind === 'message' && fresh.by === by && i === heard.length - 1;
      return { by, at: sent, latency: at - sent, relayed, current };
    });
  });
  const run = frames.slice(0, index + 1);
  return {
    now,
    dots,
    stretches: SIDES.flatMap((side) => stretchesOf(run, side, now)),
    died: run.flatMap(({ state: then, events: what }) =>
      what.flatMap((e) => (e.kind === 'died' ? [{ by: e.by, at: then.net.now }] : [])),
    ),
    outages: outagesOf(run, now),
    said: { a: both.a.said, b: both.b.said },
    heard: { a: both.b.heard.length, b: both.a.heard.length },
  };
}

function stretchesOf(run: readonly PathFrame[], side: SideId, now: number): readonly Stretch[] {
  const found: Stretch[] = [];
  let from = 0;
  let way: Stretch['way'] = 'relay';
  for (const { state, events } of run) {
    for (const event of events) {
      if (event.kind !== 'way' || event.side !== side) continue;
      found.push({ side, from, to: state.net.now, way });
      from = state.net.now;
      way = event.to === null ? 'relay' : 'direct';
    }
  }
  return [...found, { side, from, to: now, way }];
}

function outagesOf(run: readonly PathFrame[], now: number) {
  const found: { from: number; to: number }[] = [];
  let from: number | null = null;
  for (const { state, events } of run) {
    for (const event of events) {
      if (event.kind !== 'udp') continue;
      if (!event.allowed) from ??= state.net.now;
      else if (from !== null) {
        found.push({ from, to: state.net.now });
        from = null;
      }
    }
  }
  return from === null ? found : [...found, { from, to: now }];
}
