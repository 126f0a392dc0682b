import { KIND_IDS, kindOf, kindWords } from '../kinds.ts';
import { nameOf } from '../net/reasons.ts';
import { axisWords, whyNot } from './axes.ts';
import { flightOf, flights, packetName } from './packets.ts';
import { settledIn } from './settled.ts';
import type { PlayAction, PlayState } from './types.ts';

/** Longest wait and delay that can be asked for, in milliseconds. */
export const LONGEST = 600_000;

/** `null` if an action is legal, else the rule that it breaks, in words. */
export function explain(state: PlayState, action: PlayAction): string | null {
  const { net, config } = state;
  switch (action.type) {
    case 'next':
      return over(state);
    case 'drop':
    case 'duplicate':
      return flightOf(net, action.packet) ? null : 'That packet is not under way.';
    case 'delay':
      if (!flightOf(net, action.packet)) return 'That packet is not under way.';
      return inRange(action.by, 1) ? null : `A delay is 1 to ${LONGEST} milliseconds.`;
    case 'expire':
      return hasRow(state, action) ? null : 'There is no such row in that table.';
    case 'reboot':
      return net.tables[action.device] ? null : 'There is no such device here.';
    case 'kind':
      if (!KIND_IDS.includes(action.kind)) return `There is no kind called ${action.kind}.`;
      return config[action.side] === action.kind
        ? `${action.side.toUpperCase()} is behind that already.`
        : null;
    case 'axis':
      return whyNot(config, action);
    case 'lead':
      if (!inRange(Math.abs(action.ms), 0)) return `A lead is at most ${LONGEST} milliseconds.`;
      return leadOf(state) === action.ms ? 'They send in that order already.' : null;
    case 'relay':
      return config.relay ? 'There is a relay already.' : null;
  }
}

const inRange = (ms: number, least: number): boolean =>
  Number.isInteger(ms) && ms >= least && ms <= LONGEST;

/** Why nothing more happens by itself; `null` while something does. */
export function over({ net, config }: PlayState): string | null {
  if (net.queue.length === 0) return 'Nothing is under way any more.';
  if (settledIn(net)) return 'Both are through.';
  return net.queue[0]!.at > config.until ? 'This run ends here.' : null;
}

function hasRow({ net }: PlayState, { device, row }: { device: string; row: number }): boolean {
  const table = net.tables[device];
  if (!table) return false;
  return (
    table.local.some(({ id }) => id === row) ||
    table.mappings.some((m) => m.id === row || m.permissions.some(({ id }) => id === row))
  );
}

/** By how much A’s first probe is before B’s, in milliseconds. */
export const leadOf = ({ config: { waits } }: PlayState): number => waits.b - waits.a;

/** How long a what-if holds a packet back, and the leads that it offers. */
const DELAY = 100;
const LEADS = [60_000, 50, -50, -60_000];

/** What a reader may try here. */
export function enabled(state: PlayState): readonly PlayAction[] {
  const { net, config } = state;
  const found: PlayAction[] = over(state) === null ? [{ type: 'next' }] : [];
  for (const { packet, do: task } of flights(net)) {
    if (task !== 'cross') continue;
    found.push({ type: 'drop', packet: packet.id });
    found.push({ type: 'delay', packet: packet.id, by: DELAY });
    found.push({ type: 'duplicate', packet: packet.id });
  }
  for (const [device, { mappings }] of Object.entries(net.tables)) {
    for (const { id } of mappings) found.push({ type: 'expire', device, row: id });
    if (mappings.length > 0) found.push({ type: 'reboot', device });
  }
  for (const side of ['a', 'b'] as const) {
    for (const kind of KIND_IDS) {
      if (config[side] !== kind) found.push({ type: 'kind', side, kind });
    }
  }
  for (const ms of LEADS) if (ms !== leadOf(state)) found.push({ type: 'lead', ms });
  if (!config.relay) found.push({ type: 'relay' });
  return found;
}

/** An action in words, for the what-if menu. */
export function describe({ net }: PlayState, action: PlayAction): string {
  switch (action.type) {
    case 'next':
      return 'Let it go on';
    case 'drop':
      return `Lose ${named(net, action.packet)}`;
    case 'delay':
      return `Hold ${named(net, action.packet)} back for ${seconds(action.by)}`;
    case 'duplicate':
      return `Let ${named(net, action.packet)} arrive twice`;
    case 'expire':
      return `Expire ${rowName(net, action.device, action.row)}`;
    case 'reboot':
      return `Restart ${nameOf(net.world, action.device)}`;
    case 'kind':
      return `${action.side.toUpperCase()} behind: ${kindWords(kindOf(action.kind))}`;
    case 'axis':
      return `${big(`${action.side}’s device ${axisWords(action)}`)}`;
    case 'lead':
      return leadWords(action.ms);
    case 'relay':
      return 'Give them a relay';
  }
}

const big = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** “A sends 50 ms before B”. */
export function leadWords(ms: number): string {
  if (ms === 0) return 'Both send at once';
  const [first, second] = ms > 0 ? ['A', 'B'] : ['B', 'A'];
  return `${first} sends ${seconds(Math.abs(ms))} before ${second}`;
}

export const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);

function named(net: PlayState['net'], packet: number): string {
  const flight = flightOf(net, packet);
  return flight ? packetName(net, flight.packet) : `packet ${packet}`;
}

function rowName(net: PlayState['net'], device: string, row: number): string {
  const table = net.tables[device];
  const mapping = table?.mappings.find(
    (m) => m.id === row || m.permissions.some(({ id }) => id === row),
  );
  const permission = mapping?.permissions.find(({ id }) => id === row);
  const at = nameOf(net.world, device);
  if (permission) return `${at}’s permission for ${permission.remote}`;
  return mapping ? `${at}’s mapping to port ${mapping.outside.port}` : `a row of ${at}`;
}
