import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import { birthdayEngine, firstOver } from './engine/birthday/engine.ts';
import type {
  BirthdayAction,
  BirthdayConfig,
  BirthdayEvent,
  BirthdayState,
} from './engine/birthday/types.ts';

type BirthdayScenario = Scenario<BirthdayConfig, BirthdayState, BirthdayAction, BirthdayEvent>;

/** Runs that a frame plays once the first is over. */
const RUNS = 50;
/** Guesses that a frame makes: one at first, then more. */
const SINGLE = 6;
const MORE = 8;

function course(state: BirthdayState): BirthdayAction | null {
  const { config, opened, tried, hits } = state;
  if (opened < config.sockets) return { type: 'open', count: config.sockets - opened };
  if (!firstOver(state)) return { type: 'guess', count: tried < SINGLE ? 1 : MORE };
  const left = config.runs + 1 - hits.length;
  // The first run makes the first fifty one more short.
  const count = Math.min(left, hits.length % RUNS === 0 ? RUNS : RUNS - (hits.length % RUNS));
  return left > 0 ? { type: 'runs', count } : null;
}

function told(
  rest: Pick<BirthdayScenario, 'id' | 'title' | 'summary' | 'config' | 'seed' | 'minor'>,
): AnyScenario {
  return {
    ...rest,
    engine: birthdayEngine,
    actionSchema: async () => (await import('./birthday-action-schema.ts')).birthdayActionSchema,
    course,
    limit: 400,
    labels: {
      start: ({ index }) => index === 0,
      open: ({ events }) => events.some(({ kind }) => kind === 'open'),
      hit: ({ events }) => events.some(({ kind }) => kind === 'hit'),
      'five-hundred': ({ state }) => state.hits.length >= 500,
    },
    figures: ['Birthday'],
    poster: 'five-hundred',
  } satisfies BirthdayScenario;
}

/** As the sources that name it have it: 256 sockets, 2,048 guesses at 100 a second. */
const USUAL = { sockets: 256, probes: 2048, rate: 100, runs: 499 } as const;

export const birthdayScenarios: readonly AnyScenario[] = [
  told({
    id: 'birthday',
    title: '256 sockets, 2,048 guesses',
    summary: 'One side opens many ports, the other guesses: half the time fewer than 175 do.',
    config: USUAL,
    seed: 101,
  }),
  told({
    id: 'few-guesses',
    title: '256 sockets, 174 guesses',
    summary: 'As many guesses as hit half the time.',
    minor: true,
    config: { ...USUAL, probes: 174 },
    seed: 101,
  }),
];
