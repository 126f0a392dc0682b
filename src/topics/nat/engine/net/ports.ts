import { drawInt, type RandomState } from '../../../../lab/random.ts';
import { type Endpoint, same, show } from './address.ts';
import type { Device, Packet, Table } from './types.ts';

/** Ports that a device gives out when it cannot, or does not, keep the sender’s own. */
const FIRST_PORT = 1024;
const LAST_PORT = 65_535;
/** How often Linux draws before it gives up. `nf_nat_l4proto_unique_tuple` tries 128, then 64, … */
const DRAWS = 128 + 64 + 32 + 16;

/** An outside endpoint for a new mapping, or `null` where none is left. */
export interface Choice {
  readonly outside: Endpoint | null;
  /** The port that was wanted and was taken. */
  readonly taken: number | null;
  readonly table: Table;
  readonly random: RandomState;
}

/** Chooses the outside endpoint of a new mapping. RFC 4787 §4.1, §4.2. */
export function chooseOutside(
  device: Device,
  table: Table,
  packet: Packet,
  random: RandomState,
): Choice {
  const [ip, drawn] = poolAddress(device, table, packet, random);
  const { ports } = device.rules;
  if (ports === 'sequential') return nextFree(table, ip, packet, drawn);
  if (ports === 'random') return drawFree(table, ip, packet, drawn, null, unused);
  const free = ports === 'linux' ? uniqueTuple : unused;
  if (ports === 'linux') {
    // A port that this source has already comes first: `find_appropriate_src`.
    const own = table.mappings.find(
      (m) => m.protocol === packet.protocol && same(m.inside, packet.from),
    )?.outside;
    if (own && free(table, own, packet)) return { outside: own, taken: null, table, random: drawn };
  }
  const kept = { ip, port: packet.from.port };
  if (free(table, kept, packet)) return { outside: kept, taken: null, table, random: drawn };
  return drawFree(table, ip, packet, drawn, packet.from.port, free);
}

/** Paired: a host keeps the address it has. RFC 4787 §4.1, REQ-2. */
function poolAddress(
  { pool, rules }: Device,
  table: Table,
  packet: Packet,
  random: RandomState,
): readonly [string, RandomState] {
  if (pool.length === 1) return [pool[0]!, random];
  const before = table.mappings.find(({ inside }) => inside.ip === packet.from.ip);
  if (rules.pooling === 'paired' && before) return [before.outside.ip, random];
  const [i, next] = drawInt(random, 0, pool.length - 1);
  return [pool[i]!, next];
}

/** No other mapping has the endpoint, and the device itself does not talk through it. */
function unused(table: Table, outside: Endpoint, { protocol }: Packet): boolean {
  const held = (flow: { readonly protocol: string; readonly outside: Endpoint }) =>
    flow.protocol === protocol && same(flow.outside, outside);
  return !table.mappings.some(held) && !table.local.some(held);
}

/** No other flow has the endpoint toward the same remote one: `nf_nat_used_tuple`. */
function uniqueTuple(table: Table, outside: Endpoint, { protocol, to }: Packet): boolean {
  const toward = show(to);
  return (
    !table.mappings.some(
      (m) =>
        m.protocol === protocol && same(m.outside, outside) && (m.asked || m.toward === toward),
    ) &&
    !table.local.some(
      (flow) => flow.protocol === protocol && same(flow.outside, outside) && same(flow.remote, to),
    )
  );
}

function nextFree(table: Table, ip: string, packet: Packet, random: RandomState): Choice {
  let port = table.nextPort;
  for (let tried = 0; tried <= LAST_PORT - FIRST_PORT; tried += 1) {
    const outside = { ip, port };
    port = port === LAST_PORT ? FIRST_PORT : port + 1;
    if (unused(table, outside, packet)) {
      return { outside, taken: null, table: { ...table, nextPort: port }, random };
    }
  }
  return { outside: null, taken: null, table, random };
}

function drawFree(
  table: Table,
  ip: string,
  packet: Packet,
  random: RandomState,
  taken: number | null,
  free: typeof unused,
): Choice {
  let state = random;
  for (let tried = 0; tried < DRAWS; tried += 1) {
    const [port, next] = drawInt(state, FIRST_PORT, LAST_PORT);
    state = next;
    const outside = { ip, port };
    if (free(table, outside, packet)) return { outside, taken, table, random: state };
  }
  return { outside: null, taken, table, random: state };
}
