import type { AnyScenario, Frame, Scenario } from '../../lab/engine.ts';
import type { PairConfig } from './engine/pair.ts';
import { PLAIN } from './engine/pair.ts';
import { playEngine } from './engine/play/engine.ts';
import { over } from './engine/play/legal.ts';
import type { PlayAction, PlayConfig, PlayEvent, PlayState } from './engine/play/types.ts';

export type PlayFrame = Frame<PlayState, PlayAction, PlayEvent>;
type PlayScenario = Scenario<PlayConfig, PlayState, PlayAction, PlayEvent>;
type Told = Omit<
  PlayScenario,
  'engine' | 'actionSchema' | 'config' | 'seed' | 'course' | 'limit' | 'labels' | 'figures'
> & {
  readonly pair: Partial<PairConfig>;
  /** Milliseconds after which it ends. */
  readonly until?: number;
  readonly seed?: number;
  readonly labels?: PlayScenario['labels'];
  /** Moments that it does not have, of those that most runs have. */
  readonly lacks?: readonly string[];
  readonly figures?: readonly string[];
  /** What somebody does to it, and when; from then on it must not be so any more. */
  readonly upset?: { readonly when: (state: PlayState) => boolean; readonly action: PlayAction };
};

/** Frames at most: no figure tells a longer story. */
const LIMIT = 400;

/** A pair of peers that goes its own way until it is through, or has given up. */
export function told({
  pair,
  until = 600_000,
  labels,
  lacks = [],
  seed = 7,
  figures,
  upset,
  ...rest
}: Told): AnyScenario {
  return {
    ...rest,
    engine: playEngine,
    actionSchema: async () => (await import('./action-schema.ts')).actionSchema,
    config: { ...PLAIN, ...pair, until },
    seed,
    course: (state: PlayState) => {
      if (over(state) !== null) return null;
      return upset?.when(state) ? upset.action : { type: 'next' };
    },
    limit: LIMIT,
    labels: {
      ...Object.fromEntries(Object.entries(LABELS).filter(([label]) => !lacks.includes(label))),
      ...labels,
    },
    figures: figures ?? ['Network'],
  } satisfies PlayScenario;
}

type Test = (frame: PlayFrame) => boolean;

/** The first frame in which something of this kind happens to a packet of a peer’s. */
export function happens(
  kind: 'emit' | 'drop' | 'pass' | 'receive' | 'map',
  by: string,
  is: string,
  where?: string,
): Test {
  return ({ events }) =>
    events.some((event) => {
      if (event.kind !== kind || event.packet.by !== by || event.packet.payload.is !== is) {
        return false;
      }
      const place = 'where' in event ? event.where : 'device' in event ? event.device : event.host;
      return where === undefined || place === where;
    });
}

const LABELS: PlayScenario['labels'] = {
  start: ({ index }) => index === 0,
  'told-outside': happens('receive', 'stun', 'stun-answer', 'a'),
  'a-sends': happens('emit', 'a', 'probe'),
  'b-sends': happens('emit', 'b', 'probe'),
  end: ({ state }) => over(state) !== null,
};
