import type { AnyScenario } from '../../lab/engine.ts';
import { happens, told } from './told.ts';

const dies = happens('drop', 'a', 'probe');
const enters = happens('pass', 'b', 'probe');

export const playScenarios: readonly AnyScenario[] = [
  told({
    id: 'two-cones',
    title: 'Two port-restricted cones',
    summary: 'Both call out. The first packet dies at the other’s NAT, and opens its own.',
    pair: {},
    labels: { dies, enters },
    poster: 'dies',
  }),
  told({
    id: 'two-firewalls',
    title: 'Two firewalls, no NAT',
    summary: 'Nothing is rewritten, and still nobody may call in who was not called first.',
    pair: { a: 'firewall', b: 'firewall' },
    labels: { dies, enters },
    poster: 'dies',
  }),
  told({
    id: 'a-minute-late',
    title: 'A minute too late',
    summary: 'A sends once, B a minute later: the hole has closed.',
    pair: { waits: { a: 0, b: 60_000 }, rounds: 1 },
    labels: {
      closes: ({ events }) => events.some((e) => e.kind === 'expire'),
      dies: happens('drop', 'b', 'probe'),
    },
    poster: 'dies',
  }),
  told({
    id: 'learned',
    title: 'Restricted cone and symmetric NAT',
    summary: 'STUN’s answer is of no use, and the probe itself tells where it came from.',
    pair: { a: 'symmetric', b: 'restricted-cone', rounds: 3 },
    labels: { enters: happens('pass', 'a', 'probe') },
    poster: 'enters',
  }),
  told({
    id: 'hard-and-easy',
    title: 'Port-restricted cone and symmetric NAT',
    summary: 'Each waits for a packet from an address that the other will not use.',
    pair: { a: 'symmetric', rounds: 2, relay: true },
    labels: { dies },
    poster: 'dies',
  }),
  told({
    id: 'same-carrier',
    title: 'Neighbours behind one carrier',
    summary: 'One carrier’s NAT in front of both, and it does not turn packets round.',
    pair: { carrier: 'shared', rounds: 2, relay: true },
    labels: { dies },
    poster: 'dies',
  }),
];
