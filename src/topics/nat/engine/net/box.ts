import type { RandomState } from '../../../../lab/random.ts';
import { type Endpoint, embedded, same, show, synthesised } from './address.ts';
import { chooseOutside } from './ports.ts';
import type {
  Dependence,
  Device,
  Entry,
  Mapping,
  Packet,
  Permission,
  Reason,
  Rules,
  Table,
} from './types.ts';

/** What a device did with a packet from inside. */
export type Outbound =
  | {
      readonly ok: true;
      readonly table: Table;
      readonly random: RandomState;
      readonly mapping: Mapping;
      readonly permission: Permission;
      readonly made: boolean;
      readonly opened: boolean;
      readonly taken: number | null;
    }
  | { readonly ok: false; readonly reason: Reason };

/** What a device did with a packet from outside. */
export type Inbound =
  | {
      readonly ok: true;
      readonly table: Table;
      readonly mapping: Mapping;
      readonly permission: Permission | null;
    }
  | {
      readonly ok: false;
      readonly table: Table;
      readonly reason: Reason;
      readonly local: number | null;
    };

/** The part of a remote endpoint that a behaviour looks at. RFC 4787 §4.1, §5. */
export function scope(behaviour: Dependence, remote: Endpoint): string {
  if (behaviour === 'endpoint-independent') return '*';
  return behaviour === 'address-dependent' ? remote.ip : show(remote);
}

/** The same, the other way round: what a row of the table lets in. */
const admits = (remote: string, { ip, port }: Endpoint): boolean =>
  remote === '*' || remote === ip || remote === show({ ip, port });

const rewritesNothing = ({ translation }: Rules, to: Endpoint): boolean =>
  translation === 'firewall' || (translation === 'nat64' && embedded(to.ip) === null);

/** Where a packet goes to, as those outside know it. */
export const outsideTarget = ({ rules }: Device, to: Endpoint): Endpoint => {
  const v4 = rules.translation === 'nat64' ? embedded(to.ip) : null;
  return v4 === null ? to : { ip: v4, port: to.port };
};

/**
 * A packet from inside: finds or makes its mapping, and opens the filter for an answer.
 * `serial` and `serial + 1` are the numbers of the rows that it may make.
 */
export function outbound(
  device: Device,
  table: Table,
  packet: Packet,
  now: number,
  random: RandomState,
  serial: number,
): Outbound {
  const { rules } = device;
  if (rules.udp === 'blocked' && packet.protocol === 'udp') {
    return { ok: false, reason: { code: 'udp-blocked' } };
  }
  const to = outsideTarget(device, packet.to);
  const toward = scope(rules.mapping, to);
  const found = table.mappings.find(
    (m) =>
      m.protocol === packet.protocol &&
      same(m.inside, packet.from) &&
      (m.asked || m.toward === toward),
  );
  if (found)
    return { ok: true, taken: null, random, ...open(device, table, found, to, now, serial) };
  const plain = rewritesNothing(rules, packet.to);
  const choice = plain
    ? { outside: packet.from, taken: null, table, random }
    : chooseOutside(device, table, { ...packet, to }, random);
  if (!choice.outside) return { ok: false, reason: { code: 'ports-exhausted' } };
  const mapping: Mapping = {
    id: serial,
    protocol: packet.protocol,
    inside: packet.from,
    outside: choice.outside,
    toward,
    since: now,
    expires: now,
    asked: false,
    permissions: [],
  };
  const grown = { ...choice.table, mappings: [...choice.table.mappings, mapping] };
  return {
    ok: true,
    taken: choice.taken,
    random: choice.random,
    ...open(device, grown, mapping, to, now, serial + 1),
    made: true,
  };
}

/** Opens the filter of a mapping to an endpoint, or keeps it open. */
function open(
  { rules }: Device,
  table: Table,
  mapping: Mapping,
  to: Endpoint,
  now: number,
  id: number,
) {
  const remote = scope(rules.filtering, to);
  const known = mapping.permissions.find((p) => p.remote === remote);
  const life = known?.answered ? rules.timeout.answered : rules.timeout.fresh;
  const permission: Permission = known
    ? { ...known, expires: Math.max(known.expires, now + life) }
    : { id, remote, since: now, expires: now + life, answered: false };
  const renewed: Mapping = {
    ...mapping,
    expires: Math.max(mapping.expires, permission.expires),
    permissions: known
      ? mapping.permissions.map((p) => (p === known ? permission : p))
      : [...mapping.permissions, permission],
  };
  return {
    table: { ...table, mappings: table.mappings.map((m) => (m === mapping ? renewed : m)) },
    mapping: renewed,
    permission,
    made: false,
    opened: !known,
  };
}

/** A packet from outside: looks for a mapping, and then for a permission. RFC 4787 §5. */
export function inbound(
  device: Device,
  table: Table,
  packet: Packet,
  now: number,
  serial: number,
): Inbound {
  const { rules } = device;
  if (rules.udp === 'blocked' && packet.protocol === 'udp') {
    return { ok: false, table, reason: { code: 'udp-blocked' }, local: null };
  }
  const mapped = table.mappings.filter(
    (m) => m.protocol === packet.protocol && same(m.outside, packet.to),
  );
  for (const mapping of mapped) {
    if (mapping.asked) return { ok: true, table, mapping, permission: null };
    const permission = mapping.permissions.find((p) => admits(p.remote, packet.from));
    if (permission) return through(rules, table, mapping, permission, now);
  }
  if (rules.input === 'accept' && rules.translation !== 'firewall') {
    return taken(rules, table, packet, now, serial);
  }
  const reason: Reason =
    mapped.length > 0
      ? { code: 'filtered', filtering: rules.filtering, remote: show(packet.from) }
      : { code: 'no-mapping', outside: show(packet.to) };
  return { ok: false, table, reason, local: null };
}

function through(
  { refreshInbound, timeout }: Rules,
  table: Table,
  mapping: Mapping,
  permission: Permission,
  now: number,
): Inbound {
  const expires = refreshInbound
    ? Math.max(permission.expires, now + timeout.answered)
    : permission.expires;
  const used = { ...permission, answered: true, expires };
  const renewed = {
    ...mapping,
    expires: Math.max(mapping.expires, expires),
    permissions: mapping.permissions.map((p) => (p === permission ? used : p)),
  };
  return {
    ok: true,
    table: { ...table, mappings: table.mappings.map((m) => (m === mapping ? renewed : m)) },
    mapping: renewed,
    permission: used,
  };
}

/** The device’s input lets it in: nobody listens, but the flow now has its tuple. */
function taken(rules: Rules, table: Table, packet: Packet, now: number, serial: number): Inbound {
  const known = table.local.find(
    (flow) =>
      flow.protocol === packet.protocol &&
      same(flow.remote, packet.from) &&
      same(flow.outside, packet.to),
  );
  const flow = {
    id: known?.id ?? serial,
    protocol: packet.protocol,
    remote: packet.from,
    outside: packet.to,
    expires: now + rules.timeout.fresh,
  };
  const others = table.local.filter((other) => other !== known);
  return {
    ok: false,
    table: { ...table, local: [...others, flow] },
    reason: { code: 'to-the-device', remote: show(packet.from) },
    local: flow.id,
  };
}

/** The header of a packet that leaves through a mapping. */
export function rewrittenOut(device: Device, packet: Packet, { outside }: Mapping): Packet {
  return { ...packet, from: outside, to: outsideTarget(device, packet.to) };
}

/** The header of a packet that enters through a mapping, and what let it in. */
export function rewrittenIn(
  { id, rules }: Device,
  packet: Packet,
  { inside, asked }: Mapping,
): Packet {
  const changes =
    rules.translation === 'nat64' && inside.ip.includes(':') && !packet.from.ip.includes(':');
  const from = changes ? { ...packet.from, ip: synthesised(packet.from.ip) } : packet.from;
  const entry: Entry = { device: id, by: asked ? 'asked' : 'traffic' };
  return { ...packet, from, to: inside, entered: [...packet.entered, entry] };
}

/** Through a translator without a table; `null` where an address has no counterpart. RFC 6877. */
export function translated(
  packet: Packet,
  v6: string,
  v4: string,
  way: 'leave' | 'enter',
): Packet | null {
  const { from, to } = packet;
  if (way === 'leave') {
    if (to.ip.includes(':')) return null;
    return { ...packet, from: { ...from, ip: v6 }, to: { ...to, ip: synthesised(to.ip) } };
  }
  const source = embedded(from.ip);
  if (source === null) return null;
  return { ...packet, from: { ...from, ip: source }, to: { ...to, ip: v4 } };
}

/** A mapping that was asked for: the port that was wanted, or another that is free. */
export function grant(
  device: Device,
  table: Table,
  packet: Packet,
  now: number,
  { random, serial }: { readonly random: RandomState; readonly serial: number },
): { readonly table: Table; readonly random: RandomState; readonly outside: Endpoint | null } {
  const { payload } = packet;
  if (payload.is !== 'port-request') return { table, random, outside: null };
  const inside = { ip: packet.from.ip, port: payload.inside };
  const expires = now + payload.lifetime * 1000;
  // One that a packet has made, whoever it is sent to, becomes one that was asked for.
  const mine = (m: Mapping) =>
    (m.asked || m.toward === '*') && m.protocol === packet.protocol && same(m.inside, inside);
  const known = table.mappings.find(mine);
  if (known) {
    const kept = { ...known, expires, asked: true, permissions: [] };
    const mappings = table.mappings.map((m) => (m === known ? kept : m));
    return { table: { ...table, mappings }, random, outside: known.outside };
  }
  const asks = { ...packet, from: inside };
  const kept = { ...device, rules: { ...device.rules, ports: 'preserve' as const } };
  // A firewall has no port to give: it opens the host’s own.
  const choice =
    device.pool.length === 0
      ? { outside: inside, table, random }
      : chooseOutside(kept, table, asks, random);
  if (!choice.outside) return { table, random, outside: null };
  const mapping: Mapping = {
    id: serial,
    protocol: packet.protocol,
    inside,
    outside: choice.outside,
    toward: '*',
    since: now,
    expires,
    asked: true,
    permissions: [],
  };
  const grown = { ...choice.table, mappings: [...choice.table.mappings, mapping] };
  return { table: grown, random: choice.random, outside: choice.outside };
}
