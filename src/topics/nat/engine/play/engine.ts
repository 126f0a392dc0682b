import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { show } from '../net/address.ts';
import { begin, freshTable } from '../net/start.ts';
import { advance, schedule } from '../net/step.ts';
import type { NetState, Table } from '../net/types.ts';
import { pairWorld } from '../pair.ts';
import { withAxis } from './axes.ts';
import { invariants } from './invariants.ts';
import { describe, enabled, explain } from './legal.ts';
import { flightOf } from './packets.ts';
import type { PlayAction, PlayConfig, PlayEvent, PlayState } from './types.ts';
import { caption } from './words.ts';

interface Stepped {
  readonly state: PlayState;
  readonly events: readonly PlayEvent[];
}

/** Until a device that has restarted says so, in milliseconds: real ones take a minute. */
const BOOTS = 100;

export function begun(config: PlayConfig, seed: number): PlayState {
  return { config, seed, net: begin(pairWorld(config), seed), lastDrop: null };
}

/** Without a word about the rules, which `explain` has looked at. */
function perform(state: PlayState, action: PlayAction): Stepped {
  const { net, config, seed } = state;
  const keep = (next: NetState, events: readonly PlayEvent[]): Stepped => ({
    state: {
      ...state,
      net: next,
      lastDrop: events.findLast((e) => e.kind === 'drop') ?? state.lastDrop,
    },
    events,
  });
  switch (action.type) {
    case 'next': {
      const stepped = advance(net);
      return keep(stepped.state, stepped.events);
    }
    case 'drop':
    case 'delay':
    case 'duplicate':
      return touch(keep, net, action);
    case 'expire':
      return expire(keep, net, action);
    case 'reboot': {
      const { device } = action;
      const gave = net.tables[device]!.mappings.some(({ asked }) => asked);
      const forgot = { ...net, tables: { ...net.tables, [device]: freshTable(net.now) } };
      // Nobody else listens for it.
      const next = gave ? schedule(forgot, { do: 'announce', device }, BOOTS) : forgot;
      return keep(next, [{ kind: 'reboot', device }]);
    }
    case 'kind': {
      const rules = { ...config.rules, [action.side]: undefined };
      const other = { ...config, rules, [action.side]: action.kind };
      return {
        state: begun(other, seed),
        events: [{ kind: 'kind', side: action.side, id: action.kind }],
      };
    }
    case 'axis': {
      const { type, ...setting } = action;
      return {
        state: begun(withAxis(config, setting), seed),
        events: [{ kind: type, ...setting }],
      };
    }
    case 'lead': {
      const waits = { a: Math.max(0, -action.ms), b: Math.max(0, action.ms) };
      return {
        state: begun({ ...config, waits }, seed),
        events: [{ kind: 'lead', ms: action.ms }],
      };
    }
    case 'relay':
      return { state: begun({ ...config, relay: true }, seed), events: [{ kind: 'relay' }] };
  }
}

type Keep = (next: NetState, events: readonly PlayEvent[]) => Stepped;

/** A packet that is under way: lost, held back, or doubled. */
function touch(
  keep: Keep,
  net: NetState,
  action: Extract<PlayAction, { type: 'drop' | 'delay' | 'duplicate' }>,
): Stepped {
  const flight = flightOf(net, action.packet)!;
  const { packet, at, order, since, ...task } = flight;
  const others = { ...net, queue: net.queue.filter((other) => other !== flight) };
  if (action.type === 'drop') {
    const where = flight.do === 'cross' ? flight.realm : flight.device;
    const reason = { code: 'by-hand' } as const;
    return keep(others, [{ kind: 'drop', where, packet, reason, local: null }]);
  }
  const left = at - net.now;
  const again = { ...task, packet } as Parameters<typeof schedule>[1];
  if (action.type === 'delay') {
    const late = schedule(others, again, left + action.by);
    return keep(late, [{ kind: 'delay', packet, by: action.by }]);
  }
  return keep(schedule(net, again, left), [{ kind: 'double', packet }]);
}

/** A row that is over before its time, and the permissions of a mapping with it. */
function expire(
  keep: Keep,
  net: NetState,
  { device, row }: Extract<PlayAction, { type: 'expire' }>,
): Stepped {
  const table = net.tables[device]!;
  const mapping = table.mappings.find(
    (m) => m.id === row || m.permissions.some((p) => p.id === row),
  );
  const local = table.local.find(({ id }) => id === row);
  const permission = mapping?.permissions.find(({ id }) => id === row);
  const left: Table = {
    ...table,
    local: table.local.filter((flow) => flow !== local),
    mappings: table.mappings.flatMap((m) => {
      if (m !== mapping) return [m];
      return permission
        ? [{ ...m, permissions: m.permissions.filter((p) => p !== permission) }]
        : [];
    }),
  };
  const gone = mapping
    ? { device, remote: permission?.remote ?? '*', outside: show(mapping.outside) }
    : { device, remote: show(local!.remote), outside: show(local!.outside) };
  const tables = { ...net.tables, [device]: left };
  return keep({ ...net, tables }, [{ kind: 'expire', rows: [gone] }]);
}

export const playEngine: Engine<PlayConfig, PlayState, PlayAction, PlayEvent> = {
  init: begun,
  enabled,
  explain,
  step(state, action) {
    assertLegal(playEngine, state, action);
    return perform(state, action);
  },
  caption,
  describe,
  invariants,
  ticks: [
    { id: 'sent', label: 'a packet is sent', tone: 'ink', shape: 'bar' },
    { id: 'row', label: 'a row is added', tone: 'accent', shape: 'bar' },
    { id: 'pass', label: 'a filter lets a packet in', tone: 'fresh', shape: 'ring' },
    { id: 'drop', label: 'a packet is dropped', tone: 'danger', shape: 'triangle' },
    { id: 'expire', label: 'a row expires', tone: 'soft', shape: 'square' },
    { id: 'through', label: 'a way is found', tone: 'fresh', shape: 'disc' },
  ],
  tick: tickOf,
  grains: [
    { id: 'hop', label: 'Hop' },
    { id: 'packet', label: 'Packet' },
  ],
  grain: (events) =>
    events.some(({ kind }) =>
      ['emit', 'drop', 'receive', 'signal', 'expire', 'kind', 'axis', 'lead', 'relay'].includes(
        kind,
      ),
    )
      ? 1
      : 0,
};

function tickOf(events: readonly PlayEvent[]): string | null {
  const kinds = new Set(events.map(({ kind }) => kind));
  if (kinds.has('drop')) return 'drop';
  if (kinds.has('expire') || kinds.has('reboot')) return 'expire';
  if (kinds.has('pass')) return 'pass';
  if (events.some((event) => event.kind === 'map' && event.opened)) return 'row';
  if (events.some((e) => e.kind === 'receive' && e.packet.payload.is === 'probe-answer'))
    return 'through';
  return kinds.has('emit') ? 'sent' : null;
}
