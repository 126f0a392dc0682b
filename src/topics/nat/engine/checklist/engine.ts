import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { type IcePairConfig, icePair, PLAIN_ICE } from '../ice/pair.ts';
import { iceAgents, iceSettled } from '../ice/run.ts';
import { pairOf } from '../ice/work.ts';
import { KIND_IDS, kindOf, kindWords } from '../kinds.ts';
import { same, show } from '../net/address.ts';
import { begin } from '../net/start.ts';
import { advance } from '../net/step.ts';
import type { NetEvent } from '../net/types.ts';
import { flightOf, flights } from '../play/packets.ts';
import { checkIn, dropped, news, SIDES } from './news.ts';
import type { ChecklistAction, ChecklistEvent, ChecklistState } from './types.ts';
import { caption, sayPair } from './words.ts';

interface Stepped {
  readonly state: ChecklistState;
  readonly events: readonly ChecklistEvent[];
}

const begun = (config: IcePairConfig, seed: number): ChecklistState => ({
  config,
  seed,
  net: begin(icePair(config), seed),
  checks: [],
});

export const inConflict = ({ roles }: IcePairConfig): boolean => roles.a === roles.b;

/** Whether nothing more can come of it. */
export const settled = ({ net }: ChecklistState): boolean => iceSettled(net);

/** More steps of the network than there are between two frames. */
const MOST = 2000;

function next(state: ChecklistState): Stepped {
  let here = state;
  for (let step = 0; step < MOST && !settled(here); step += 1) {
    const stepped = advance(here.net);
    const { events, checks } = news(here.net, stepped.state, stepped.events, here.checks);
    here = { ...here, net: stepped.state, checks };
    if (events.length > 0) return { state: here, events };
  }
  return { state: here, events: [] };
}

function lose(state: ChecklistState, id: number): Stepped {
  const { net } = state;
  const flight = flightOf(net, id)!;
  const where = flight.do === 'cross' ? flight.realm : flight.device;
  const event = {
    kind: 'drop',
    where,
    packet: flight.packet,
    reason: { code: 'by-hand' },
    local: null,
  } as const satisfies NetEvent;
  const { events, checks } = dropped(event, net, state.checks);
  const queue = net.queue.filter((task) => task !== flight);
  return { state: { ...state, net: { ...net, queue }, checks }, events };
}

function perform(state: ChecklistState, action: ChecklistAction): Stepped {
  const { config, seed } = state;
  const anew = (more: Partial<IcePairConfig>): Stepped => ({
    state: begun({ ...config, ...more }, seed),
    events: [{ kind: 'anew' }],
  });
  switch (action.type) {
    case 'next':
      return next(state);
    case 'drop':
      return lose(state, action.packet);
    case 'kind':
      return anew({ [action.side]: action.kind });
    case 'roles':
      return anew({
        roles: action.conflict ? { a: 'controlling', b: 'controlling' } : PLAIN_ICE.roles,
      });
    case 'turn':
      return anew({ turn: action.on });
  }
}

function explain(state: ChecklistState, action: ChecklistAction): string | null {
  const { config, net } = state;
  switch (action.type) {
    case 'next':
      return settled(state) ? 'Nothing more comes of it.' : null;
    case 'drop': {
      const flight = flightOf(net, action.packet);
      return flight && checkIn(flight.packet) ? null : 'No such check is under way.';
    }
    case 'kind':
      if (!KIND_IDS.includes(action.kind)) return `There is no kind called ${action.kind}.`;
      return config[action.side] === action.kind ? 'That stands there already.' : null;
    case 'roles':
      return inConflict(config) === action.conflict ? 'So it is already.' : null;
    case 'turn':
      return config.turn === action.on ? 'So it is already.' : null;
  }
}

function enabled(state: ChecklistState): readonly ChecklistAction[] {
  const offers: readonly ChecklistAction[] = [
    { type: 'next' },
    ...flights(state.net).map(({ packet }) => ({ type: 'drop' as const, packet: packet.id })),
    { type: 'roles', conflict: !inConflict(state.config) },
    { type: 'turn', on: !state.config.turn },
    ...SIDES.flatMap((side) => KIND_IDS.map((kind) => ({ type: 'kind' as const, side, kind }))),
  ];
  return offers.filter((action) => explain(state, action) === null);
}

function describe({ config, net, checks }: ChecklistState, action: ChecklistAction): string {
  switch (action.type) {
    case 'next':
      return 'Let it go on';
    case 'kind':
      return `In front of ${action.side.toUpperCase()}: ${kindWords(kindOf(action.kind))}`;
    case 'roles':
      return action.conflict ? 'Both begin as controlling' : 'Only A begins as controlling';
    case 'turn':
      return action.on ? 'With a TURN server' : 'Without a TURN server';
    case 'drop': {
      const flight = flightOf(net, action.packet);
      const check = flight && checkIn(flight.packet);
      const sent =
        check && checks.find((c) => c.side === check.side && c.transaction === check.transaction);
      const pair = sent && pairOf(iceAgents(net)[sent.side], sent.pair);
      const whose = check ? `${check.side.toUpperCase()}’s check` : 'a check';
      return pair ? `Lose ${whose} of ${sayPair(config)(pair)}` : `Lose ${whose}`;
    }
  }
}

/** New checks of one side that follow each other too closely. RFC 8445 §14.2. */
function hurried({ config, checks }: ChecklistState): string | null {
  for (const side of SIDES) {
    const times = checks.filter((c) => c.side === side && c.again === 0).map(({ at }) => at);
    const early = times.find((at, i) => i > 0 && at - times[i - 1]! < config.ta);
    if (early !== undefined) {
      return `${side.toUpperCase()} sent a new check at ${early} ms, less than ${config.ta} ms after its last.`;
    }
  }
  return null;
}

/** More than one selected pair of a component, or two that are not each other’s mirror image. */
function divided({ net }: ChecklistState): string | null {
  const agents = iceAgents(net);
  const [a, b] = SIDES.map((side) => agents[side].valid.filter((v) => v.nominated));
  for (const mine of [a!, b!]) {
    if (new Set(mine.map((v) => v.component)).size < mine.length) {
      return 'A component has two selected pairs.';
    }
  }
  for (const one of a!) {
    const two = b!.find((v) => v.component === one.component);
    if (two && !(same(one.local, two.remote) && same(one.remote, two.local))) {
      return `A selected ${show(one.local)} → ${show(one.remote)}, and B ${show(two.local)} → ${show(two.remote)}.`;
    }
  }
  return null;
}

export const checklistEngine: Engine<
  IcePairConfig,
  ChecklistState,
  ChecklistAction,
  ChecklistEvent
> = {
  init: begun,
  enabled,
  explain,
  step(state, action) {
    assertLegal(checklistEngine, state, action);
    return perform(state, action);
  },
  caption,
  describe,
  invariants: {
    'new checks of one side are at least Ta apart': hurried,
    'both select the same pair, and one for each component': divided,
  },
  ticks: [
    { id: 'check', label: 'an ordinary check is sent', tone: 'ink', shape: 'bar' },
    { id: 'triggered', label: 'a triggered check is sent', tone: 'accent', shape: 'bar' },
    { id: 'died', label: 'a check dies, or a pair fails', tone: 'danger', shape: 'triangle' },
    { id: 'succeeded', label: 'a pair succeeds', tone: 'fresh', shape: 'bar' },
    { id: 'role', label: 'the roles are settled', tone: 'active', shape: 'square' },
    { id: 'selected', label: 'a pair is nominated, or selected', tone: 'accent', shape: 'disc' },
  ],
  tick: tickOf,
  grains: [
    { id: 'change', label: 'Change' },
    { id: 'check', label: 'Check' },
  ],
  grain(events) {
    const stops: readonly ChecklistEvent['kind'][] = ['check', 'selected', 'failed', 'anew'];
    return events.some(({ kind }) => stops.includes(kind)) ? 1 : 0;
  },
};

function tickOf(events: readonly ChecklistEvent[]): string | null {
  const kinds = new Set(events.map(({ kind }) => kind));
  if (kinds.has('selected') || kinds.has('nominates')) return 'selected';
  if (kinds.has('role') || kinds.has('refuses')) return 'role';
  if (events.some((e) => e.kind === 'state' && e.to === 'Succeeded')) return 'succeeded';
  if (kinds.has('died') || kinds.has('failed')) return 'died';
  if (events.some((e) => e.kind === 'state' && e.to === 'Failed')) return 'died';
  const check = events.find((e) => e.kind === 'check');
  return check ? (check.cause === 'ordinary' ? 'check' : 'triggered') : null;
}
