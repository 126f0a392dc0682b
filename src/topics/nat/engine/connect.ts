import type { PuncherState } from './agents/puncher.ts';
import { reasonWords } from './net/reasons.ts';
import { begin } from './net/start.ts';
import { advance } from './net/step.ts';
import type { NetEvent, NetState } from './net/types.ts';
import { type PairConfig, pairWorld } from './pair.ts';

/** How two peers came together, or did not. */
export interface Outcome {
  readonly connected: boolean;
  readonly path: 'direct' | 'punched' | 'birthday' | 'relayed' | null;
  /** The path uses an address that was seen on a packet, not one that was offered. */
  readonly learned: boolean;
  readonly firstDataAtMs: number | null;
  readonly frames: number;
  readonly reason: string;
}

/** More steps than any pair takes; reached only by a mistake. */
const MOST = 60_000;

export const punchers = (state: NetState): readonly [PuncherState, PuncherState] => {
  const [a, b] = ['a', 'b'].map((id) => state.agents[id]);
  if (a?.is !== 'puncher' || b?.is !== 'puncher') throw new Error('There are no two peers here.');
  return [a, b];
};

/** Plays a pair of peers to its end, packet by packet. */
export function connect(config: PairConfig, seed: number): Outcome {
  let state = begin(pairWorld(config), seed);
  let frames = 1;
  // What became of the last probe; where none was sent, of whatever else was dropped.
  let probe: NetEvent | null = null;
  let other: NetEvent | null = null;
  while (frames < MOST && !settled(state)) {
    const stepped = advance(state);
    state = stepped.state;
    frames += 1;
    for (const event of stepped.events) {
      if (event.kind !== 'drop') continue;
      if (event.packet.payload.is.startsWith('probe')) probe = event;
      else other = event;
    }
  }
  return { ...outcomeOf(state, probe ?? other), frames };
}

/** Both are through, or nothing is left that could change it. */
export function settled(state: NetState): boolean {
  if (state.queue.length === 0) return true;
  const peers = punchers(state);
  return (
    peers.every(({ phase }) => phase === 'connected') && peers.some((p) => p.firstDataAt !== null)
  );
}

export function outcomeOf(state: NetState, dropped: NetEvent | null): Omit<Outcome, 'frames'> {
  const peers = punchers(state);
  const through = peers.filter(({ phase }) => phase === 'connected');
  const firstDataAtMs = peers.reduce<number | null>(
    (first, { firstDataAt: at }) => (at === null ? first : Math.min(first ?? at, at)),
    null,
  );
  const lastDrop = dropped?.kind === 'drop' ? reasonWords(state.world, dropped) : '';
  if (through.length < 2 && firstDataAtMs === null) {
    return { connected: false, path: null, learned: false, firstDataAtMs, reason: lastDrop };
  }
  const paths = peers.flatMap(({ path }) => (path ? [path] : []));
  if (paths.some(({ relayed }) => relayed)) {
    return { connected: true, path: 'relayed', learned: false, firstDataAtMs, reason: lastDrop };
  }
  const learned = paths.some((p) => p.learned);
  const guessed = peers.some(
    (p) => p.guessed.length > 0 && p.path && p.guessed.includes(p.path.to.port),
  );
  const unopened = peers.some((p) => p.firstEntered?.every(({ by }) => by === 'asked'));
  const path = guessed ? 'birthday' : unopened ? 'direct' : 'punched';
  return { connected: true, path, learned, firstDataAtMs, reason: REASONS[path] };
}

const REASONS = {
  birthday: 'a guessed port was one that the other side had opened',
  direct: 'one side lets in whoever writes to it',
  punched: 'each side had written to the other before the other’s packet came in',
} as const;
