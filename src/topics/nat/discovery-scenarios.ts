import type { AnyScenario, Frame, Scenario } from '../../lab/engine.ts';
import { discoveryEngine } from './engine/discovery/engine.ts';
import type { TestId } from './engine/discovery/tests.ts';
import type { DiscoveryAction, DiscoveryEvent, DiscoveryState } from './engine/discovery/types.ts';
import { type DiscoveryConfig, OTHER, USUAL } from './engine/discovery/world.ts';
import type { KindId } from './engine/kinds.ts';
import { same } from './engine/net/address.ts';

export type DiscoveryFrame = Frame<DiscoveryState, DiscoveryAction, DiscoveryEvent>;
type DiscoveryScenario = Scenario<DiscoveryConfig, DiscoveryState, DiscoveryAction, DiscoveryEvent>;

/** Frames at most: five tests, each sent three times. */
const LIMIT = 200;

const told =
  (id: TestId) =>
  ({ events }: DiscoveryFrame): boolean =>
    events.some((event) => event.kind === 'told' && event.test === id);

const LABELS: DiscoveryScenario['labels'] = {
  start: ({ index }) => index === 0,
  'behind-a-nat': told('mapping-1'),
  'asked-elsewhere': told('mapping-2'),
  verdict: ({ events }) => events.some((event) => event.kind === 'verdict'),
};

/** The answer that nobody may be let in for: it is not, or it is. */
const DIES: DiscoveryScenario['labels'] = {
  dies: ({ events }) => events.some((event) => event.kind === 'drop'),
};
const ENTERS: DiscoveryScenario['labels'] = {
  enters: ({ events }) =>
    events.some((event) => event.kind === 'pass' && same(event.packet.from, OTHER)),
};

function found({
  kind,
  fresh = true,
  labels,
  ...rest
}: Pick<DiscoveryScenario, 'id' | 'title' | 'summary' | 'labels' | 'minor'> & {
  readonly kind: KindId;
  readonly fresh?: boolean;
}): AnyScenario {
  return {
    ...rest,
    engine: discoveryEngine,
    actionSchema: async () => (await import('./discovery-action-schema.ts')).discoveryActionSchema,
    config: { ...USUAL, kind, fresh },
    seed: 7,
    course: (state: DiscoveryState) =>
      discoveryEngine.explain(state, { type: 'next' }) === null ? { type: 'next' } : null,
    limit: LIMIT,
    labels: { ...LABELS, ...labels },
    figures: ['Discovery'],
    poster: 'verdict',
  } satisfies DiscoveryScenario;
}

export const discoveryScenarios: readonly AnyScenario[] = [
  found({
    id: 'discover-cone',
    title: 'Tests of a port-restricted cone',
    summary: 'The same port toward every server, and answers only from where one has asked.',
    kind: 'port-restricted-cone',
    labels: DIES,
  }),
  found({
    id: 'discover-symmetric',
    minor: true,
    title: 'Tests of a symmetric NAT',
    summary: 'Every server sees another port.',
    kind: 'symmetric',
    labels: DIES,
  }),
  found({
    id: 'discover-linux',
    minor: true,
    title: 'Tests of Linux',
    summary: 'It keeps its port for three questions, and so looks endpoint-independent.',
    kind: 'linux',
    labels: DIES,
  }),
  found({
    id: 'discover-full-cone',
    minor: true,
    title: 'Tests of a full cone',
    summary: 'An answer comes in from an address that nobody has written to.',
    kind: 'full-cone',
    labels: ENTERS,
  }),
  found({
    id: 'discover-used-port',
    minor: true,
    title: 'Tests from a used port',
    summary: 'Asked from the port of the mapping tests, a restricted cone passes for a full one.',
    kind: 'restricted-cone',
    labels: ENTERS,
    fresh: false,
  }),
];
