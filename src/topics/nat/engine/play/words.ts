import { outcomeOf, settled } from '../connect.ts';
import { kindOf, kindWords } from '../kinds.ts';
import { show } from '../net/address.ts';
import { nameOf, plainReason } from '../net/reasons.ts';
import type { NetEvent, NetState, Packet } from '../net/types.ts';
import { axisWords } from './axes.ts';
import { leadWords, seconds } from './legal.ts';
import { packetName } from './packets.ts';
import type { PlayEvent, PlayState } from './types.ts';

const big = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const port = ({ port: number }: { readonly port: number }): string => `:${number}`;

/** One or two plain sentences: what happened and why. */
export function caption(state: PlayState, events: readonly PlayEvent[]): string {
  const said = events.flatMap((event) => {
    const words = wordsOf(state, event);
    return words ? [words] : [];
  });
  const verdict = settled(state.net) ? verdictOf(state) : null;
  if (said.length === 0 && !verdict) return opening(state);
  return [...said, ...(verdict ? [verdict] : [])].join(' ');
}

function opening({ config }: PlayState): string {
  const [a, b] = [kindWords(kindOf(config.a)), kindWords(kindOf(config.b))];
  const nothing = 'Nothing has been sent.';
  if (config.family === 'nat64') {
    return `A is a phone that has only IPv6, behind its carrier’s NAT64; in front of B: ${b}. ${nothing}`;
  }
  const who =
    config.family === 'ipv6' ? 'Two peers with IPv6 addresses of their own.' : 'Two peers.';
  return `${who} In front of A: ${a}; in front of B: ${b}. ${nothing}`;
}

function verdictOf({ net, lastDrop }: PlayState): string {
  const { connected, path, learned, reason } = outcomeOf(net, lastDrop);
  if (!connected) return `No way was found. ${reason ? `The last word: ${reason}.` : ''}`.trim();
  const how = {
    direct: 'directly',
    punched: 'through punched holes',
    birthday: 'by a lucky guess',
    relayed: 'over the relay',
  };
  const seen = learned ? ', at an address that nobody had offered' : '';
  return `A and B are through, ${how[path!]}${seen}.`;
}

function wordsOf(state: PlayState, event: PlayEvent): string | null {
  const { net } = state;
  switch (event.kind) {
    case 'emit':
      return `${big(packetName(net, event.packet))} leaves for ${show(event.packet.to)}.`;
    case 'map':
      return mapWords(net, event);
    case 'rewrite':
      return rewriteWords(net, event);
    case 'pass':
      return passWords(net, event);
    case 'drop':
      return `${big(packetName(net, event.packet))} dies at ${at(net, event.where)}: ${plainReason(event.reason)}.`;
    case 'receive':
      return receiveWords(net, event.packet, event.host);
    case 'signal':
      return signalWords(net, event);
    case 'expire':
      return expireWords(net, event.rows);
    case 'delay':
      return `${big(packetName(net, event.packet))} is held back for ${seconds(event.by)}.`;
    case 'double':
      return `${big(packetName(net, event.packet))} will arrive twice.`;
    case 'reboot':
      return `${big(nameOf(net.world, event.device))} has restarted: its table is empty.`;
    case 'grant':
      return event.outside
        ? `${big(nameOf(net.world, event.device))} gives out ${show(event.outside)}, open to everybody.`
        : `${big(nameOf(net.world, event.device))} has no port to give.`;
    case 'note':
      return event.words;
    case 'wake':
      return wakeWords(net, event);
    default:
      return changeWords(net, event);
  }
}

const at = ({ world }: NetState, where: string): string =>
  world.devices[where] || world.hosts[where] ? nameOf(world, where) : 'the network';

function mapWords(net: NetState, event: Extract<NetEvent, { kind: 'map' }>): string {
  const device = nameOf(net.world, event.device);
  const mapping = net.tables[event.device]!.mappings.find(({ id }) => id === event.mapping)!;
  const permission = mapping.permissions.find(({ id }) => id === event.permission)!;
  const firewall = net.world.devices[event.device]!.rules.translation === 'firewall';
  const lets = permission.remote === '*' ? 'anybody' : permission.remote;
  const filter = event.opened ? `lets in ${lets} from now on` : `goes on letting in ${lets}`;
  if (firewall || !event.made) return `${big(device)} ${filter}.`;
  const taken = event.taken === null ? '' : ` Port ${event.taken} is taken.`;
  return `${big(device)} shows ${show(mapping.inside)} as ${show(mapping.outside)} outside, and ${filter}.${taken}`;
}

function rewriteWords(net: NetState, event: Extract<NetEvent, { kind: 'rewrite' }>): string {
  const { packet, was, way } = event;
  const name = packetName(net, packet);
  return way === 'out'
    ? `${big(name)} leaves as ${show(packet.from)}, no longer ${show(was.from)}.`
    : `${big(name)} goes on to ${show(packet.to)}, no longer ${show(was.to)}.`;
}

function passWords(net: NetState, event: Extract<NetEvent, { kind: 'pass' }>): string {
  const device = nameOf(net.world, event.device);
  const name = packetName(net, event.packet);
  const mapping = net.tables[event.device]!.mappings.find(({ id }) => id === event.mapping);
  const permission = mapping?.permissions.find(({ id }) => id === event.permission);
  if (!permission) return `${big(device)} lets ${name} in: the port was asked for.`;
  if (permission.remote === '*')
    return `${big(device)} lets ${name} in: it lets anybody in at ${port(event.packet.to)}.`;
  return `${big(device)} lets ${name} in: its own side has written to ${permission.remote}.`;
}

function receiveWords(net: NetState, packet: Packet, host: string): string {
  const name = big(packetName(net, packet));
  const { payload } = packet;
  const who = nameOf(net.world, host);
  if (payload.is === 'stun-answer')
    return `${name} tells ${who} how it looks from outside: ${show(payload.mapped)}.`;
  if (payload.is === 'stun-request')
    return `The server sees ${show(packet.from)}, and answers there.`;
  if (payload.is === 'port-announce')
    return `It has restarted, says ${nameOf(net.world, packet.by)} to ${who}: it has been up for ${payload.epoch} s.`;
  if (payload.is === 'probe')
    return `${name} reaches ${who}, which answers to ${show(packet.from)}.`;
  if (payload.is === 'probe-answer')
    return `${name} reaches ${who}: this way works, in both directions.`;
  return `${name} reaches ${host === 'relay' ? 'the relay' : who}.`;
}

function signalWords(net: NetState, event: Extract<NetEvent, { kind: 'signal' }>): string {
  const [from, to] = [nameOf(net.world, event.from), nameOf(net.world, event.to)];
  const { candidates } = event.signal;
  if (candidates.length === 0) return `${from} has no address to offer ${to}.`;
  return `${to} hears where ${from} can be tried: ${candidates.map((c) => show(c)).join(', ')}.`;
}

function expireWords(net: NetState, rows: Extract<NetEvent, { kind: 'expire' }>['rows']): string {
  const [first] = rows;
  if (!first) return '';
  const device = big(nameOf(net.world, first.device));
  if (rows.length > 1)
    return `${rows.length} rows are over; ${device} no longer lets in ${first.remote}, among others.`;
  return `${device} no longer lets in ${first.remote === '*' ? 'anybody' : first.remote}: the row is over.`;
}

function wakeWords(
  { world }: NetState,
  { host, timer }: Extract<NetEvent, { kind: 'wake' }>,
): string {
  const who = nameOf(world, host);
  if (timer === 'start') return `${who} begins.`;
  return timer === 'give-up'
    ? `${who} has heard nothing, and gives up.`
    : `${who} goes on listening.`;
}

function changeWords(
  { world }: NetState,
  event: Extract<PlayEvent, { kind: 'kind' | 'axis' | 'lead' | 'relay' }>,
): string {
  if (event.kind === 'relay') return 'From the beginning, with a relay that both can reach.';
  if (event.kind === 'lead') return `From the beginning. ${leadWords(event.ms)}.`;
  if (event.kind === 'axis')
    return `From the beginning. ${big(nameOf(world, `nat-${event.side}`))} ${axisWords(event)}.`;
  const side = event.side.toUpperCase();
  return `From the beginning, with ${kindWords(kindOf(event.id))} in front of ${side}.`;
}
