import type { Frame } from '../../../../lab/engine.ts';
import { checkIn, SIDES } from '../../engine/checklist/news.ts';
import type {
  ChecklistAction,
  ChecklistEvent,
  ChecklistState,
  SentCheck,
} from '../../engine/checklist/types.ts';
import { STATE_WORDS } from '../../engine/checklist/words.ts';
import { selectedOf } from '../../engine/ice/nominate.ts';
import { iceAgents } from '../../engine/ice/run.ts';
import type {
  CandidatePair,
  CandidateType,
  IceCandidate,
  IceState,
  PairState,
} from '../../engine/ice/types.ts';
import { show } from '../../engine/net/address.ts';
import type { SideId } from '../../engine/pair.ts';
import { flights } from '../../engine/play/packets.ts';

export type ChecklistFrame = Frame<ChecklistState, ChecklistAction, ChecklistEvent>;

/** A candidate as it stands in a row. */
export interface Cell {
  readonly letter: string;
  readonly type: CandidateType;
  /** Address and port; the port alone. */
  readonly whole: string;
  readonly port: string;
}

export interface Own {
  readonly type: CandidateType;
  readonly letter: string;
  readonly ip: string;
}

export interface Row {
  readonly id: number;
  /** From 1; `null` where there is but one. */
  readonly component: number | null;
  readonly local: Cell;
  readonly remote: Cell;
  readonly state: PairState;
  readonly word: string;
  readonly mark: 'triggered' | 'nominated' | 'selected' | null;
  /** This frame is about it. */
  readonly active: boolean;
  /** Its component is concluded, and with another pair. */
  readonly over: boolean;
  /** The packet with its check that is under way. */
  readonly packet: number | null;
}

/** The path of a component’s data, once it is selected: as it is seen from outside. */
export interface Selected {
  readonly component: number | null;
  readonly path: { readonly local: Cell; readonly remote: Cell } | null;
}

export interface List {
  readonly side: SideId;
  readonly role: string;
  /** Both claim the same. */
  readonly conflict: boolean;
  readonly rows: readonly Row[];
  /** The addresses of its own candidates, each once, where rows have only ports. */
  readonly own: readonly Own[];
  /** Those candidates, whole. */
  readonly candidates: readonly (Cell & { readonly component: number | null })[];
  /** What is written where there are no rows, and below them while nothing is selected. */
  readonly empty: string;
  readonly unselected: string;
  /** One for each component. */
  readonly selected: readonly Selected[];
  readonly active: boolean;
}

export interface Sent extends SentCheck {
  readonly active: boolean;
}

export interface ChecklistView {
  readonly now: number;
  readonly lists: readonly List[];
  readonly sent: readonly Sent[];
}

const LETTERS: Readonly<Record<CandidateType, string>> = {
  host: 'H',
  'server-reflexive': 'S',
  'peer-reflexive': 'P',
  relayed: 'R',
};

const cell = (candidate: IceCandidate): Cell => ({
  letter: LETTERS[candidate.type],
  type: candidate.type,
  whole: show(candidate),
  port: `:${candidate.port}`,
});

export function checklistView({ state, events }: ChecklistFrame): ChecklistView {
  const agents = iceAgents(state.net);
  const conflict = agents.a.role === agents.b.role;
  const touched = new Set(events.flatMap(touches));
  const two = state.config.components > 1;
  const seen: Seen = { conflict, two, touched, packets: packetsOf(state) };
  return {
    now: state.net.now,
    lists: SIDES.map((side) => listOf(side, agents[side], seen)),
    sent: state.checks.map((check) => {
      const active = touched.has(`${check.side} ${check.pair}`);
      return { ...check, active: active && [check.at, check.endedAt].includes(state.net.now) };
    }),
  };
}

/** What both lists are drawn from, beside the agents. Rows are named by side and pair. */
interface Seen {
  readonly conflict: boolean;
  readonly two: boolean;
  readonly touched: ReadonlySet<string>;
  readonly packets: ReadonlyMap<string, number>;
}

/** The checks that are under way, each by its pair. */
function packetsOf({ net, checks }: ChecklistState): ReadonlyMap<string, number> {
  return new Map(
    flights(net).flatMap(({ packet }): readonly (readonly [string, number])[] => {
      const check = checkIn(packet);
      const sent = checks.find(
        (c) => c.side === check?.side && c.transaction === check.transaction,
      );
      return sent ? [[`${sent.side} ${sent.pair}`, packet.id]] : [];
    }),
  );
}

/** Which rows an event is about, and which list as a whole. */
function touches(event: ChecklistEvent): readonly string[] {
  if (event.kind === 'anew') return [];
  if (event.kind === 'selected') return [`${event.side} ${event.pair}`];
  if (event.kind === 'refuses') {
    const asks = event.side === 'a' ? 'b' : 'a';
    return event.pair ? [event.side, `${asks} ${event.pair.id}`] : [event.side];
  }
  return 'pair' in event ? [`${event.side} ${event.pair.id}`] : [event.side];
}

function listOf(side: SideId, agent: IceState, seen: Seen): List {
  const { conflict, two, touched } = seen;
  return {
    side,
    role: agent.role,
    conflict,
    rows: agent.pairs.map((pair) => rowOf(side, agent, pair, seen)),
    own: ownOf(agent),
    candidates: agent.local.map((own) => ({ ...cell(own), component: two ? own.component : null })),
    empty: emptyWords(side, agent),
    unselected: agent.checklist === 'Failed' ? 'the checklist has failed' : 'nothing selected yet',
    selected: (two ? [1, 2] : [1]).map((component) => {
      const pair = selectedOf(agent, component);
      const path = pair ? { local: cell(pair.local), remote: cell(pair.remote) } : null;
      return { component: two ? component : null, path };
    }),
    active: touched.has(side),
  };
}

function ownOf({ local }: IceState): readonly Own[] {
  const all = local.map(({ type, ip }) => ({ type, letter: LETTERS[type], ip }));
  const first = ({ type, ip }: Own) => all.findIndex((o) => o.type === type && o.ip === ip);
  return all.filter((own, i) => first(own) === i);
}

function emptyWords(side: SideId, { phase }: IceState): string {
  if (phase === 'gathered') return `waits for ${side === 'a' ? 'B' : 'A'}’s candidates`;
  return phase === 'gathering' ? 'gathers its candidates' : 'has not begun';
}

function rowOf(side: SideId, agent: IceState, pair: CandidatePair, seen: Seen): Row {
  const mark = markOf(agent, pair);
  const name = `${side} ${pair.id}`;
  return {
    id: pair.id,
    component: seen.two ? pair.component : null,
    local: cell(pair.local),
    remote: cell(pair.remote),
    state: pair.state,
    word: STATE_WORDS[pair.state],
    mark,
    active: seen.touched.has(name),
    over: pair.removed && mark !== 'selected',
    packet: pair.removed ? null : (seen.packets.get(name) ?? null),
  };
}

/** The most that can be said of a pair beside its state. */
function markOf(agent: IceState, pair: CandidatePair): Row['mark'] {
  if (agent.valid.some((v) => v.nominated && v.by === pair.id)) return 'selected';
  if (pair.nomination === 'wanted' || pair.nomination === 'accepted') return 'nominated';
  const under = pair.state === 'In-Progress' && pair.check === 'triggered';
  return under || agent.triggered.includes(pair.id) ? 'triggered' : null;
}
