import { drawInt, drawUnit, type RandomState } from '../../../../lab/random.ts';
import { react } from '../agents/react.ts';
import type { Effect, Input } from '../agents/types.ts';
import { same } from './address.ts';
import { grant, inbound, outbound, rewrittenIn, rewrittenOut, translated } from './box.ts';
import { expired, nextExpiry } from './expiry.ts';
import type { NetEvent, NetState, Packet, Reason, Scheduled, Task } from './types.ts';

export interface Stepped {
  readonly state: NetState;
  readonly events: readonly NetEvent[];
}

/** Puts a task where its time says; behind those of the same millisecond. */
export function schedule(state: NetState, task: Task, after: number): NetState {
  const at = state.now + after;
  const item: Scheduled = { ...task, at, order: state.serial, since: state.now };
  const { queue } = state;
  let place = queue.length;
  while (place > 0 && queue[place - 1]!.at > at) place -= 1;
  return { ...state, queue: queue.toSpliced(place, 0, item), serial: state.serial + 1 };
}

/** What happens next, whatever it is: a packet’s next hop, a timer, or a row’s end. */
export function advance(state: NetState): Stepped {
  const [due, ...rest] = state.queue;
  if (!due) return { state, events: [] };
  const over = nextExpiry(state);
  if (over !== null && over <= due.at) return expired(state, Math.max(over, state.now));
  const begun: NetState = { ...state, now: due.at, queue: rest };
  switch (due.do) {
    case 'emit':
      return emit(begun, due.packet, due.host);
    case 'cross':
      return arrive(begun, due.packet, due.realm, due.target);
    case 'leave':
    case 'enter':
      return rewrite(begun, due);
    case 'announce':
      return announce(begun, due.device);
    case 'wake':
      return wake(begun, due.host, due.timer);
    case 'signal':
      return agent(begun, due.to, { kind: 'signal', from: due.from, signal: due.signal }, [
        { kind: 'signal', from: due.from, to: due.to, signal: due.signal },
      ]);
  }
}

/** A timer is not seen: what it makes an agent do at once is. */
function wake(state: NetState, host: string, timer: string): Stepped {
  const woken = agent(state, host, { kind: 'wake', timer }, []);
  const [next] = woken.state.queue;
  const idle = woken.state.agents[host] === state.agents[host] && next;
  const sends = next?.do === 'emit' && next.at === state.now;
  if (woken.events.length === 0 && (idle || sends)) return advance(woken.state);
  return { ...woken, events: [{ kind: 'wake', host, timer }, ...woken.events] };
}

type Turn = Extract<Task, { do: 'leave' | 'enter' }>;

function drop(
  state: NetState,
  where: string,
  packet: Packet,
  reason: Reason,
  local: number | null = null,
): Stepped {
  return { state, events: [{ kind: 'drop', where, packet, reason, local }] };
}

function emit(state: NetState, packet: Packet, host: string): Stepped {
  const { realm } = state.world.hosts[host]!;
  const sent = travel(state, packet, realm);
  return {
    state: sent.state,
    events: [{ kind: 'emit', host, packet }, ...sent.events],
  };
}

/** Sends a packet on its way through a realm: to whoever has the address, else to the way out. */
function travel(state: NetState, packet: Packet, name: string): Stepped {
  const realm = state.world.realms[name]!;
  const target = realm.attached[packet.to.ip] ?? realm.gateway;
  if (target === null) return drop(state, name, packet, { code: 'no-route', ip: packet.to.ip });
  const { latency, loss, duplication, jitter } = realm.link;
  let { random } = state;
  let draw: number;
  const chance = (share: number): boolean => {
    if (share === 0) return false;
    [draw, random] = drawUnit(random);
    return draw < share;
  };
  if (chance(loss)) return drop({ ...state, random }, name, packet, { code: 'lost' });
  const copies = chance(duplication) ? 2 : 1;
  let onWay = state;
  for (let copy = 0; copy < copies; copy += 1) {
    let late = 0;
    if (jitter > 0) [late, random] = drawInt(random, 0, jitter);
    onWay = schedule(onWay, { do: 'cross', packet, realm: name, target }, latency + late);
  }
  return { state: { ...onWay, random }, events: [] };
}

function arrive(state: NetState, packet: Packet, realm: string, target: string): Stepped {
  const device = state.world.devices[target];
  if (!device) return receive(state, packet, target);
  if (device.inside !== realm) return fromOutside(state, packet, target);
  if (packet.to.ip === device.insideIp) return toTheDevice(state, packet, target);
  return fromInside(state, packet, target);
}

function withTable(
  state: NetState,
  device: string,
  table: NetState['tables'][string],
  random: RandomState,
): NetState {
  return { ...state, random, tables: { ...state.tables, [device]: table } };
}

/** Looks up, or makes, the mapping of a packet that wants to leave. */
function fromInside(state: NetState, packet: Packet, name: string): Stepped {
  const device = state.world.devices[name]!;
  if (device.rules.translation === 'clat') return translate(state, packet, name, 'leave');
  const hairpin = device.pool.includes(packet.to.ip);
  if (hairpin && device.rules.hairpin === 'none') {
    return drop(state, name, packet, { code: 'no-hairpin' });
  }
  const { now, random, serial } = state;
  const done = outbound(device, state.tables[name]!, packet, now, random, serial);
  if (!done.ok) return drop(state, name, packet, done.reason);
  const { mapping, permission, made, opened, taken } = done;
  const kept = { ...withTable(state, name, done.table, done.random), serial: serial + 2 };
  const event: NetEvent = {
    kind: 'map',
    device: name,
    packet,
    mapping: mapping.id,
    permission: permission.id,
    made,
    opened,
    taken,
  };
  const out = rewrittenOut(device, packet, mapping);
  return goOn(kept, { do: 'leave', packet: out, device: name, was: packet }, event);
}

/** A device that rewrites does it in a frame of its own; what a firewall lets through goes on. */
function goOn(state: NetState, next: Turn, event: NetEvent): Stepped {
  const device = state.world.devices[next.device]!;
  if (same(next.packet.from, next.was.from) && same(next.packet.to, next.was.to)) {
    const sent = travel(state, next.packet, next.do === 'leave' ? device.outside : device.inside);
    return { state: sent.state, events: [event, ...sent.events] };
  }
  return { state: schedule(state, next, 0), events: [event] };
}

/** Asks the device itself for a port: NAT-PMP, PCP and UPnP come to the same. RFC 6886 §3.3. */
function toTheDevice(state: NetState, packet: Packet, name: string): Stepped {
  const device = state.world.devices[name]!;
  const { payload } = packet;
  if (payload.is !== 'port-request' || !device.rules.portMapping) {
    return drop(state, name, packet, { code: 'no-socket', port: packet.to.port });
  }
  const { random, ...done } = grant(device, state.tables[name]!, packet, state.now, state);
  const answer: Packet = {
    id: state.serial + 1,
    protocol: packet.protocol,
    by: name,
    from: packet.to,
    to: packet.from,
    payload: {
      is: 'port-answer',
      inside: payload.inside,
      outside: done.outside,
      lifetime: payload.lifetime,
      epoch: epochOf(state, name),
    },
    sentAt: state.now,
    entered: [],
  };
  const kept = { ...withTable(state, name, done.table, random), serial: state.serial + 2 };
  const sent = travel(kept, answer, device.inside);
  const receipt: NetEvent = { kind: 'grant', device: name, packet, outside: done.outside };
  return { state: sent.state, events: [receipt, ...sent.events] };
}

/** Where clients listen for what a gateway says unasked. RFC 6886 §3.1, RFC 6887 §19.5. */
const CLIENTS = 5350;
const GATEWAY = 5351;

/**
 * A gateway says how long it has been up, to every host inside. RFC 6886 §3.2.1 has it do so
 * ten times, by multicast; here it is once, and to each.
 */
function announce(state: NetState, name: string): Stepped {
  const device = state.world.devices[name]!;
  const realm = state.world.realms[device.inside]!;
  const epoch = epochOf(state, name);
  const events: NetEvent[] = [];
  let next = state;
  for (const [ip, host] of Object.entries(realm.attached)) {
    if (!state.world.hosts[host]) continue;
    const packet: Packet = {
      id: next.serial,
      protocol: 'udp',
      by: name,
      from: { ip: device.insideIp, port: GATEWAY },
      to: { ip, port: CLIENTS },
      payload: { is: 'port-announce', epoch },
      sentAt: next.now,
      entered: [],
    };
    const sent = travel({ ...next, serial: next.serial + 1 }, packet, device.inside);
    next = sent.state;
    events.push({ kind: 'emit', host: name, packet }, ...sent.events);
  }
  return { state: next, events };
}

/** Whole seconds since a device lost what it knew. */
const epochOf = ({ now, tables }: NetState, name: string): number =>
  Math.floor((now - tables[name]!.bootedAt) / 1000);

/** Looks for a mapping and a permission for a packet that wants to enter. */
function fromOutside(state: NetState, packet: Packet, name: string): Stepped {
  const device = state.world.devices[name]!;
  if (device.rules.translation === 'clat') return translate(state, packet, name, 'enter');
  const done = inbound(device, state.tables[name]!, packet, state.now, state.serial);
  const kept = { ...withTable(state, name, done.table, state.random), serial: state.serial + 1 };
  if (!done.ok) return drop(kept, name, packet, done.reason, done.local);
  const { mapping, permission } = done;
  const event: NetEvent = {
    kind: 'pass',
    device: name,
    packet,
    mapping: mapping.id,
    permission: permission?.id ?? null,
  };
  const inner = rewrittenIn(device, packet, mapping);
  return goOn(kept, { do: 'enter', packet: inner, device: name, was: packet }, event);
}

/** A translator without a table: each address stands for one of the other family. RFC 6877 §6. */
function translate(state: NetState, packet: Packet, name: string, way: 'leave' | 'enter'): Stepped {
  const device = state.world.devices[name]!;
  const inner = Object.entries(state.world.realms[device.inside]!.attached).find(
    ([, host]) => host !== name,
  )![0];
  const changed = translated(packet, device.pool[0]!, inner, way);
  if (!changed) {
    const ip = way === 'leave' ? packet.to.ip : packet.from.ip;
    return drop(state, name, packet, { code: 'no-translation', ip });
  }
  return rewrite(state, { do: way, packet: changed, device: name, was: packet });
}

/** The header is another one from here on; and the packet goes on. */
function rewrite(state: NetState, task: Turn): Stepped {
  const device = state.world.devices[task.device]!;
  const way = task.do === 'leave' ? 'out' : 'in';
  const events: NetEvent[] = [
    { kind: 'rewrite', device: device.id, packet: task.packet, was: task.was, way },
  ];
  if (way === 'out' && device.pool.includes(task.packet.to.ip)) {
    return turnRound(state, task.packet, task.was, device.id, events);
  }
  const sent = travel(state, task.packet, way === 'out' ? device.outside : device.inside);
  return { state: sent.state, events: [...events, ...sent.events] };
}

/** A packet to the device’s own outside address turns round in it. RFC 4787 §6. */
function turnRound(
  state: NetState,
  packet: Packet,
  was: Packet,
  name: string,
  events: readonly NetEvent[],
): Stepped {
  const turned = fromOutside(state, packet, name);
  if (state.world.devices[name]!.rules.hairpin === 'external') {
    return { ...turned, events: [...events, ...turned.events] };
  }
  // The other shows whom it came from inside: what answers then goes past the device.
  const queue = turned.state.queue.map((task) =>
    task.do === 'enter' && task.was === packet
      ? { ...task, packet: { ...task.packet, from: was.from } }
      : task,
  );
  return { state: { ...turned.state, queue }, events: [...events, ...turned.events] };
}

function receive(state: NetState, packet: Packet, host: string): Stepped {
  return agent(state, host, { kind: 'packet', packet }, [{ kind: 'receive', host, packet }]);
}

/** Lets an agent react, and puts what it does into the queue. */
export function agent(
  state: NetState,
  host: string,
  input: Input,
  events: readonly NetEvent[],
): Stepped {
  const spec = state.world.hosts[host]!;
  const before = state.agents[host]!;
  const { agent: after, effects, random } = react(spec, before, input, state.now, state.random);
  let next: NetState = { ...state, random, agents: { ...state.agents, [host]: after } };
  const heard = [...events];
  for (const effect of effects) {
    if (effect.do === 'note') heard.push({ kind: 'note', host, words: effect.words });
    else next = perform(next, host, effect);
  }
  return { state: next, events: heard };
}

function perform(state: NetState, host: string, effect: Exclude<Effect, { do: 'note' }>): NetState {
  if (effect.do === 'wake') {
    return schedule(state, { do: 'wake', host, timer: effect.timer }, effect.after);
  }
  if (effect.do === 'signal') {
    const { to, signal, after } = effect;
    return schedule(state, { do: 'signal', from: host, to, signal }, after);
  }
  const { from, to, payload, protocol, after } = effect;
  const packet: Packet = {
    id: state.serial,
    protocol,
    by: host,
    from,
    to,
    payload,
    sentAt: state.now + after,
    entered: [],
  };
  return schedule({ ...state, serial: state.serial + 1 }, { do: 'emit', packet, host }, after);
}
