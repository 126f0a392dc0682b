import type { AnyScenario } from '../../lab/engine.ts';
import { happens, type PlayFrame, told } from './told.ts';

const dies = happens('drop', 'a', 'probe');
const enters = happens('pass', 'b', 'probe');
const expires = ({ events }: PlayFrame): boolean => events.some(({ kind }) => kind === 'expire');

/** What became of the packet that a frame is about, in the words of a choice. */
function fateOf({ events }: PlayFrame): string {
  const dropped = events.find((event) => event.kind === 'drop');
  if (dropped?.kind !== 'drop') return 'It goes on';
  const { where, packet } = dropped;
  return where === `nat-${packet.by}`
    ? 'It dies at its own NAT'
    : `It dies at ${where === 'nat-a' ? 'A' : 'B'}’s NAT`;
}

/** Two peers and nothing unusual: how it goes, and how it goes wrong. */
const plain: readonly AnyScenario[] = [
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
    labels: { closes: expires, 'too-late': happens('drop', 'b', 'probe') },
    questions: {
      late: {
        text: 'A has sent one probe, and B sends its own a minute later. What becomes of B’s?',
        at: 'a-sends',
        reveal: 'too-late',
        choices: () => ['A hears it', 'It dies at A’s NAT', 'It dies at its own NAT'],
        answer: fateOf,
      },
    },
    poster: 'too-late',
  }),
  told({
    id: 'try-again',
    title: 'A minute late, and trying again',
    summary: 'The same minute, but A sends again every twenty seconds and keeps its own side open.',
    minor: true,
    pair: { waits: { a: 0, b: 60_000 }, rounds: 6, interval: 20_000 },
    labels: { dies, enters },
    poster: 'enters',
  }),
];

/** Mapping and filtering are two things, and each decides something else. */
const kinds: readonly AnyScenario[] = [
  told({
    id: 'learned',
    title: 'Restricted cone and symmetric NAT',
    summary: 'STUN’s answer is of no use, and the probe itself tells where it came from.',
    pair: { a: 'symmetric', b: 'restricted-cone', rounds: 3 },
    labels: {
      enters: happens('pass', 'a', 'probe'),
      'answers-there': happens('receive', 'a', 'probe'),
    },
    poster: 'answers-there',
  }),
  told({
    id: 'hard-and-easy',
    title: 'Port-restricted cone and symmetric NAT',
    summary: 'Each waits for a packet from an address that the other will not use.',
    pair: { a: 'symmetric', rounds: 2, relay: true },
    questions: {
      meets: {
        text: 'STUN has told B where A is seen, and A where B is. B lets in only those it has written to, address and port. What becomes of A’s probe?',
        at: 'a-sends',
        reveal: 'dies',
        choices: () => ['B hears it', 'It dies at its own NAT', 'It dies at B’s NAT'],
        answer: fateOf,
      },
    },
    labels: { dies, 'dies-too': happens('drop', 'b', 'probe') },
    poster: 'dies',
  }),
  told({
    id: 'hard-and-hard',
    title: 'Two symmetric NATs',
    summary: 'Neither is where it was seen. Only the relay is left.',
    minor: true,
    pair: { a: 'symmetric', b: 'symmetric', rounds: 1, relay: true },
    labels: { dies },
    poster: 'dies',
  }),
  told({
    id: 'udp-blocked',
    title: 'A café that lets no UDP out',
    summary: 'Not even STUN gets an answer. A connection to the relay does.',
    pair: { a: 'udp-blocked', rounds: 1, relay: true },
    labels: { dies: happens('drop', 'a', 'stun-request') },
    lacks: ['told-outside', 'b-sends'],
    poster: 'dies',
  }),
];

/** What Linux does when its own input takes an early packet. */
const linux: readonly AnyScenario[] = [
  told({
    id: 'linux-first',
    title: 'Linux with an open INPUT, first',
    summary: 'A’s router accepts what comes to itself. A sends first, and all is well.',
    minor: true,
    pair: { a: 'linux-open', b: 'linux', waits: { a: 0, b: 100 } },
    labels: { enters },
    poster: 'enters',
  }),
  told({
    id: 'linux-second',
    title: 'Linux with an open INPUT, second',
    summary: 'B’s packet comes first, the router takes it, and A’s own port is gone.',
    pair: { a: 'linux-open', b: 'linux', waits: { a: 100, b: 0 }, rounds: 2, relay: true },
    labels: {
      taken: happens('drop', 'b', 'probe', 'nat-a'),
      'other-port': ({ events }) => events.some((e) => e.kind === 'map' && e.taken !== null),
      dies,
    },
    poster: 'other-port',
  }),
];

/** Two machines at home on one port. */
const shared: readonly AnyScenario[] = [
  told({
    id: 'shared-port',
    title: 'Two at home on one port',
    summary: 'Linux shows both as one port, while they talk to different servers.',
    pair: { a: 'linux', b: 'linux', neighbour: true, servers: 2, starts: { a: 90, b: 180 } },
    labels: {
      neighbour: happens('map', 'c', 'stun-request'),
      shared: happens('map', 'a', 'stun-request'),
      parted: ({ events }) => events.some((e) => e.kind === 'map' && e.taken !== null),
    },
    poster: 'parted',
  }),
];

/** A second NAT, a port that is asked for, and addresses of another family. */
const more: readonly AnyScenario[] = [
  told({
    id: 'same-carrier',
    title: 'Neighbours behind one carrier',
    summary: 'One carrier’s NAT in front of both, and it does not turn packets round.',
    pair: { carrier: 'shared', rounds: 2, relay: true },
    labels: { dies },
    poster: 'dies',
  }),
  told({
    id: 'same-carrier-hairpin',
    title: 'Neighbours, and a hairpin',
    summary: 'The same carrier, but it sends back in what is meant for its own address.',
    minor: true,
    pair: { carrier: 'shared', hairpin: true },
    labels: { dies, enters },
    poster: 'enters',
  }),
  told({
    id: 'same-carrier-mapped',
    title: 'Neighbours that offer 100.64',
    summary:
      'Each asks its own router for a port. The address is no use outside, and all between neighbours.',
    minor: true,
    pair: { carrier: 'shared', portMapping: ['a', 'b'] },
    labels: { granted: ({ events }) => events.some(({ kind }) => kind === 'grant') },
    lacks: ['b-sends'],
    poster: 'end',
  }),
  told({
    id: 'double-nat',
    title: 'A NAT behind a carrier’s NAT',
    summary:
      'Two translations on the way out, two filters on the way in: the stricter of each is what counts.',
    minor: true,
    pair: { carrier: 'a', relay: true },
    labels: { dies, enters },
    poster: 'enters',
  }),
  told({
    id: 'asked-port',
    title: 'A port that was asked for',
    summary: 'Two symmetric NATs, one of which gives out a port when it is asked.',
    pair: { a: 'symmetric', b: 'symmetric', portMapping: ['a'] },
    labels: {
      granted: ({ events }) => events.some(({ kind }) => kind === 'grant'),
      enters: happens('pass', 'b', 'probe'),
    },
    poster: 'enters',
  }),
  told({
    id: 'router-restarts',
    title: 'A port that was asked for, and a router that restarts',
    summary: 'It has forgotten the port, and says how long it has been up: A asks again.',
    minor: true,
    pair: { a: 'symmetric', b: 'symmetric', portMapping: ['a'] },
    upset: {
      // B’s first probe is before its door.
      when: ({ net: { queue, tables } }) =>
        tables['nat-a']!.bootedAt < 0 &&
        queue[0]?.do === 'cross' &&
        queue[0].target === 'nat-a' &&
        queue[0].packet.by === 'b' &&
        queue[0].packet.payload.is === 'probe',
      action: { type: 'reboot', device: 'nat-a' },
    },
    labels: {
      granted: ({ events }) => events.some(({ kind }) => kind === 'grant'),
      restarts: ({ events }) => events.some(({ kind }) => kind === 'reboot'),
      'hears-of-it': happens('receive', 'nat-a', 'port-announce'),
      dies: happens('drop', 'b', 'probe', 'nat-a'),
      enters: happens('pass', 'b', 'probe'),
    },
    poster: 'hears-of-it',
  }),
  told({
    id: 'asked-in-vain',
    title: 'A port that was asked for, behind a carrier',
    summary: 'The router gives out a port of an address that is not the internet’s.',
    minor: true,
    pair: {
      a: 'symmetric',
      b: 'symmetric',
      portMapping: ['a'],
      carrier: 'a',
      rounds: 1,
      relay: true,
    },
    labels: { granted: ({ events }) => events.some(({ kind }) => kind === 'grant'), dies },
    poster: 'granted',
  }),
  told({
    id: 'ipv6',
    title: 'IPv6, and a firewall each',
    summary: 'Addresses enough for everybody, and the first packet dies all the same.',
    pair: { family: 'ipv6', a: 'firewall', b: 'firewall' },
    labels: { dies, enters },
    poster: 'dies',
  }),
  told({
    id: 'nat64',
    title: 'A phone with IPv6 only',
    summary: 'Two translators on the way out, and a hole all the same.',
    pair: { family: 'nat64' },
    labels: { dies, enters },
    poster: 'enters',
  }),
  told({
    id: 'tcp',
    title: 'The same with TCP',
    summary: 'Both call at once: a SYN for a hole, and a SYN through it.',
    minor: true,
    pair: { protocol: 'tcp' },
    labels: { dies, enters },
    poster: 'enters',
  }),
];

export const playScenarios: readonly AnyScenario[] = [
  ...plain,
  ...kinds,
  ...linux,
  ...shared,
  ...more,
];
