import type { Frame } from '../../../../lab/engine.ts';
import type {
  ChecklistAction,
  ChecklistEvent,
  ChecklistState,
  SentCheck,
} from '../../engine/checklist/types.ts';
import { STATE_WORDS } from '../../engine/checklist/words.ts';
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
  readonly local: Cell;
  readonly remote: Cell;
  readonly state: PairState;
  readonly word: string;
  readonly mark: 'triggered' | 'nominated' | 'selected' | null;
  /** This frame is about it. */
  readonly active: boolean;
  /** Its component is concluded, and with another pair. */
  readonly over: boolean;
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
  readonly candidates: readonly Cell[];
  /** What is written where there are no rows, and below them while nothing is selected. */
  readonly empty: string;
  readonly unselected: string;
  /** The path of its data, once it is selected: as it is seen from outside. */
  readonly selected: { readonly local: Cell; readonly remote: Cell } | null;
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

const SIDES = ['a', 'b'] as const;

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
  return {
    now: state.net.now,
    lists: SIDES.map((side) => listOf(side, agents[side], conflict, touched)),
    sent: state.checks.map((check) => {
      const active = touched.has(`${check.side} ${check.pair}`);
      return { ...check, active: active && [check.at, check.endedAt].includes(state.net.now) };
    }),
  };
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

function listOf(
  side: SideId,
  agent: IceState,
  conflict: boolean,
  touched: ReadonlySet<string>,
): List {
  const selected = agent.valid.find((v) => v.nominated);
  return {
    side,
    role: agent.role,
    conflict,
    rows: agent.pairs.map((pair) => rowOf(side, agent, pair, touched)),
    own: ownOf(agent),
    candidates: agent.local.map(cell),
    empty: emptyWords(side, agent),
    unselected: agent.checklist === 'Failed' ? 'the checklist has failed' : 'nothing selected yet',
    selected: selected ? { local: cell(selected.local), remote: cell(selected.remote) } : null,
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

function rowOf(
  side: SideId,
  agent: IceState,
  pair: CandidatePair,
  touched: ReadonlySet<string>,
): Row {
  const mark = markOf(agent, pair);
  return {
    id: pair.id,
    local: cell(pair.local),
    remote: cell(pair.remote),
    state: pair.state,
    word: STATE_WORDS[pair.state],
    mark,
    active: touched.has(`${side} ${pair.id}`),
    over: pair.removed && mark !== 'selected',
  };
}

/** The most that can be said of a pair beside its state. */
function markOf(agent: IceState, pair: CandidatePair): Row['mark'] {
  if (agent.valid.some((v) => v.nominated && v.by === pair.id)) return 'selected';
  if (pair.nomination === 'wanted' || pair.nomination === 'accepted') return 'nominated';
  const under = pair.state === 'In-Progress' && pair.check === 'triggered';
  return under || agent.triggered.includes(pair.id) ? 'triggered' : null;
}
