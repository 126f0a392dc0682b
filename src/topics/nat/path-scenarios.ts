import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import { over, pathEngine, udpAllowed } from './engine/path/engine.ts';
import type { PathAction, PathConfig, PathEvent, PathState } from './engine/path/types.ts';

type PathScenario = Scenario<PathConfig, PathState, PathAction, PathEvent>;

/** Tailscale’s numbers for heartbeats and trust; half a second between messages. */
const USUAL: PathConfig = {
  a: 'port-restricted-cone',
  b: 'port-restricted-cone',
  every: 500,
  messages: 14,
  probes: 1000,
  heartbeat: 3000,
  trust: 6500,
  outage: null,
};

/** The network’s own changes, when their time has come. */
function course(state: PathState): PathAction | null {
  const { config, net } = state;
  if (over(state)) return null;
  const { outage } = config;
  if (outage) {
    const out = net.now >= outage.from && net.now < outage.to;
    if (udpAllowed(state, 'a') === out) return { type: 'udp', side: 'a', allowed: !out };
  }
  return { type: 'next' };
}

function told(
  rest: Pick<PathScenario, 'id' | 'title' | 'summary' | 'poster' | 'minor'> & {
    readonly config: PathConfig;
    readonly labels?: PathScenario['labels'];
  },
): AnyScenario {
  const { labels, ...words } = rest;
  return {
    ...words,
    engine: pathEngine,
    actionSchema: async () => (await import('./path-action-schema.ts')).pathActionSchema,
    seed: 5,
    course,
    limit: 400,
    labels: {
      start: ({ index }) => index === 0,
      'first-words': ({ events }) => events.some(({ kind }) => kind === 'message'),
      ...labels,
      end: ({ state }) => over(state),
    },
    figures: ['Path'],
  } satisfies PathScenario;
}

const found = ({ events }: { readonly events: readonly PathEvent[] }): boolean =>
  events.some((event) => event.kind === 'way' && event.to !== null);
const directly = ({ events }: { readonly events: readonly PathEvent[] }): boolean =>
  events.some((event) => event.kind === 'message' && !event.relayed);

export const pathScenarios: readonly AnyScenario[] = [
  told({
    id: 'upgrade',
    title: 'Over the relay first, then directly',
    summary: 'The first words take the long way. Meanwhile both look for a shorter one.',
    config: USUAL,
    labels: { found, directly },
    poster: 'end',
  }),
  told({
    id: 'and-back',
    title: 'And back again',
    summary:
      'A’s network stops letting UDP out. Some words are lost, and then the relay takes over.',
    config: { ...USUAL, messages: 44, outage: { from: 5000, to: 16_000 } },
    labels: {
      found,
      stops: ({ events }) => events.some((e) => e.kind === 'udp' && !e.allowed),
      'gives-up': ({ events }) => events.some((e) => e.kind === 'way' && e.to === null),
    },
    poster: 'end',
  }),
  told({
    id: 'relay-for-good',
    title: 'Two hard sides',
    summary: 'No way is found, and nothing is lost by having looked for one.',
    minor: true,
    config: { ...USUAL, a: 'symmetric', b: 'symmetric' },
    labels: { died: ({ events }) => events.some(({ kind }) => kind === 'died') },
    poster: 'end',
  }),
];
