import { kindOf, kindWords } from '../kinds.ts';
import { show } from '../net/address.ts';
import { plainReason } from '../net/reasons.ts';
import type { NetEvent, NetState, Packet } from '../net/types.ts';
import { discovererIn } from './discover.ts';
import { amissWords, findingOf, verdictParts } from './findings.ts';
import { type TestId, type TestRun, verdictOf } from './tests.ts';
import type { DiscoveryEvent, DiscoveryState } from './types.ts';

/** As RFC 5780 §4.3 and §4.4 number them. */
export const TEST_NAMES: Readonly<Record<TestId, string>> = {
  'mapping-1': 'Mapping test I',
  'mapping-2': 'Mapping test II',
  'mapping-3': 'Mapping test III',
  'filtering-2': 'Filtering test II',
  'filtering-3': 'Filtering test III',
};

/** One or two plain sentences: which test it is, what happened, and what that tells. */
export function caption(state: DiscoveryState, events: readonly DiscoveryEvent[]): string {
  const said = events.flatMap((event) => wordsOf(state, event) ?? []);
  return said.length > 0 ? said.join(' ') : opening(state);
}

function opening({ config }: DiscoveryState): string {
  const front = kindWords(kindOf(config.kind));
  return `In front of a host: ${front}. It will ask a STUN server, which has two addresses and two ports, five questions at most.`;
}

function wordsOf(state: DiscoveryState, event: DiscoveryEvent): string | null {
  const { net } = state;
  switch (event.kind) {
    case 'emit':
      return event.host === 'host' ? asks(net, event.packet) : answers(net, event.packet);
    case 'map':
      return maps(net, event);
    case 'rewrite':
      return event.way === 'out'
        ? `The question leaves as ${show(event.packet.from)}, no longer ${show(event.was.from)}.`
        : `The answer goes on to ${show(event.packet.to)}, no longer ${show(event.was.to)}.`;
    case 'pass':
      return passes(net, event);
    case 'drop':
      return drops(net, event);
    case 'receive':
      return receives(state, event);
    case 'expire':
      return 'A row of the table is over.';
    case 'kind':
      return opening(state);
    case 'told':
      return conclusion(discovererIn(net).tests, event.test, state.config.patience);
    case 'verdict':
      return verdictWords(state);
    default:
      return null;
  }
}

const front = ({ world }: NetState): string => `the ${world.devices.nat?.name ?? 'host'}`;
const big = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const under = (net: NetState): TestRun => discovererIn(net).tests.at(-1)!;
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];

function asks(net: NetState, { to }: Packet): string {
  const { id, from, change, expects, sentAt } = under(net);
  const name = TEST_NAMES[id];
  if (sentAt.length > 1) {
    return `No answer yet: the host sends ${name.charAt(0).toLowerCase()}${name.slice(1)} a ${ORDINALS[sentAt.length - 1]} time.`;
  }
  if (!change) {
    return `${name}: from port ${from.port} the host asks ${show(to)} how it looks from there.`;
  }
  const what = change.ip ? 'other address and other port' : 'other port';
  return `${name}: from port ${from.port} the host asks ${show(to)} to answer from its ${what}, ${show(expects)}.`;
}

function answers(net: NetState, { from, by }: Packet): string {
  const { change, from: own } = under(net);
  if (!change || by !== 'stun') return `The server answers from ${show(from)}, where it was asked.`;
  const written = writtenTo(net, own.port);
  const known = written.some(({ ip }) => ip === from.ip);
  const which = known
    ? 'an address that this port has written to, at another port'
    : 'an address that this port has never written to';
  return `The server answers from ${show(from)}: ${which}.`;
}

/** Whom this local port has sent to. */
const writtenTo = (net: NetState, port: number) =>
  discovererIn(net)
    .tests.filter(({ from }) => from.port === port)
    .map(({ to }) => to);

function maps(net: NetState, event: Extract<NetEvent, { kind: 'map' }>): string {
  const mapping = net.tables[event.device]!.mappings.find(({ id }) => id === event.mapping)!;
  const { remote } = mapping.permissions.find(({ id }) => id === event.permission)!;
  const device = big(front(net));
  const lets = remote === '*' ? 'anybody' : remote;
  const filter = event.opened ? `lets in ${lets} from now on` : `goes on letting in ${lets}`;
  const firewall = net.world.devices[event.device]!.rules.translation === 'firewall';
  if (firewall) return `${device} ${filter}.`;
  if (event.made) {
    return `${device} makes a mapping from port ${mapping.inside.port} to ${show(mapping.outside)}, and ${filter}.`;
  }
  return `${device} has a mapping for this, to ${show(mapping.outside)}, and ${filter}.`;
}

function passes(net: NetState, event: Extract<NetEvent, { kind: 'pass' }>): string {
  const mapping = net.tables[event.device]!.mappings.find(({ id }) => id === event.mapping);
  const permission = mapping?.permissions.find(({ id }) => id === event.permission);
  const device = big(front(net));
  if (!permission || permission.remote === '*') {
    return `${device} lets the answer in: it lets anybody in at port ${event.packet.to.port}.`;
  }
  return `${device} lets the answer in: its own side has written to ${permission.remote}.`;
}

function drops(net: NetState, event: Extract<NetEvent, { kind: 'drop' }>): string {
  const what = event.packet.by === 'host' ? 'question' : 'answer';
  const { code } = event.reason;
  if (code === 'lost' || code === 'by-hand') {
    return `The ${what} is ${plainReason(event.reason)}. The host cannot tell that from a filter.`;
  }
  return `The ${what} dies at ${front(net)}: ${plainReason(event.reason)}.`;
}

function receives(
  { net }: DiscoveryState,
  { host, packet }: Extract<NetEvent, { kind: 'receive' }>,
): string | null {
  if (host === 'stun') return `The server sees ${show(packet.from)}, and answers there.`;
  const { payload } = packet;
  const { answer } = under(net);
  // What it means follows, from what is told.
  if (answer?.at === net.now && payload.is === 'stun-answer') return null;
  return 'This answer is no longer waited for.';
}

/** What a test that is over tells, in a sentence or two. */
function conclusion(tests: readonly TestRun[], id: TestId, patience: number): string {
  const run = tests.find((test) => test.id === id)!;
  const name = TEST_NAMES[id];
  const { short } = findingOf(tests, id)!;
  if (!run.answer) return `${name}: no answer in ${patience / 1000} s. ${short}.`;
  const seen = run.change ? '' : `, and the host looks like ${show(run.answer.mapped)}`;
  const { other } = run.answer;
  const more =
    id === 'mapping-1' ? ` The answer names the server’s other address, too: ${show(other)}.` : '';
  return `${name}: an answer from ${show(run.expects)}${seen}. ${short}.${more}`;
}

function verdictWords(state: DiscoveryState): string {
  const verdict = verdictOf(discovererIn(state.net).tests);
  if (verdict.mapping === 'unknown' && verdict.filtering === 'unknown') {
    return 'So neither mapping nor filtering can be told.';
  }
  const [mapping, filtering] = verdictParts(verdict);
  const map = verdict.mapping === 'none' ? 'no NAT' : `${mapping} mapping`;
  const both = mapping === filtering ? `${map} and filtering` : `${map}, ${filtering} filtering`;
  const amiss = amissWords(state);
  return `Verdict: ${both}.${amiss ? ` ${amiss}` : ''}`;
}
