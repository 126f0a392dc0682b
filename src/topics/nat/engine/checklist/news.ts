import { compare } from '../ice/checklist.ts';
import { selectedOf } from '../ice/nominate.ts';
import { CREDENTIALS } from '../ice/pair.ts';
import { iceAgents } from '../ice/run.ts';
import { permitted } from '../ice/schedule.ts';
import type { CandidatePair, IceState, PairChange, ValidPair } from '../ice/types.ts';
import { listed, pairOf } from '../ice/work.ts';
import { reasonWords } from '../net/reasons.ts';
import type { NetEvent, NetState, Packet, Payload } from '../net/types.ts';
import type { SideId } from '../pair.ts';
import type { ChecklistEvent, SentCheck, Why } from './types.ts';

export const SIDES = ['a', 'b'] as const;

/** What is inside of what goes through a TURN server. */
const inner = (payload: Payload): Payload =>
  payload.is === 'turn-send' || payload.is === 'turn-data' ? inner(payload.payload) : payload;

/** Whose check a packet carries; `null` where it is none. A server forwards it as its own. */
export function checkIn({ payload }: Packet): { side: SideId; transaction: number } | null {
  const check = inner(payload);
  if (check.is !== 'check') return null;
  const own = check.username.split(':')[1];
  const side = SIDES.find((s) => CREDENTIALS[s].ufrag === own);
  return side ? { side, transaction: check.transaction } : null;
}

/** The checks with the first of a transaction that nothing has become of yet ended. */
function ended(
  checks: readonly SentCheck[],
  side: SideId,
  transaction: number,
  end: NonNullable<SentCheck['end']>,
  at: number,
): readonly SentCheck[] {
  const found = checks.find(
    (c) => c.side === side && c.transaction === transaction && c.end === null,
  );
  return found ? checks.map((c) => (c === found ? { ...c, end, endedAt: at } : c)) : checks;
}

/** What a step of the network comes to, and the checks that have been sent after it. */
export interface News {
  readonly events: readonly ChecklistEvent[];
  readonly checks: readonly SentCheck[];
}

export function news(
  before: NetState,
  after: NetState,
  happened: readonly NetEvent[],
  sent: readonly SentCheck[],
): News {
  const [was, is] = [iceAgents(before), iceAgents(after)];
  const events: ChecklistEvent[] = [];
  let checks = sent;
  for (const event of happened) {
    const told = packetNews(event, after, checks);
    checks = told.checks;
    events.push(...told.events);
  }
  for (const side of SIDES) {
    if (was[side] === is[side]) continue;
    const fresh = sentBetween(side, was[side], is[side], after.now);
    checks = [...checks, ...fresh];
    events.push(...agentNews(side, was[side], is[side], checks, after.now, fresh));
  }
  return { events, checks };
}

/** What packets tell that the agents’ states do not. */
function packetNews(event: NetEvent, after: NetState, checks: readonly SentCheck[]): News {
  if (event.kind === 'drop') return dropped(event, after, checks);
  if (event.kind !== 'receive' && event.kind !== 'emit') return { events: [], checks };
  const side = SIDES.find((s) => s === event.host);
  const payload = inner(event.packet.payload);
  if (!side || (payload.is !== 'check-answer' && payload.is !== 'check-error')) {
    return { events: [], checks };
  }
  if (event.kind === 'receive') {
    const end = payload.is === 'check-answer' ? 'answered' : 'refused';
    return { events: [], checks: ended(checks, side, payload.transaction, end, after.now) };
  }
  const refuses = payload.is === 'check-error' && payload.code === 487;
  return { events: refuses ? [refusal(side, payload.transaction, after, checks)] : [], checks };
}

function refusal(
  side: SideId,
  transaction: number,
  net: NetState,
  checks: readonly SentCheck[],
): ChecklistEvent {
  const agents = iceAgents(net);
  const asks = side === 'a' ? 'b' : 'a';
  const sent = checks.find((c) => c.side === asks && c.transaction === transaction);
  const pair = (sent && pairOf(agents[asks], sent.pair)) ?? null;
  const { role } = agents[side];
  return { kind: 'refuses', side, role, pair, late: agents[asks].role !== role };
}

/** A check that dies on its way, by hand or by itself. */
export function dropped(
  event: Extract<NetEvent, { readonly kind: 'drop' }>,
  net: NetState,
  checks: readonly SentCheck[],
): News {
  const check = checkIn(event.packet);
  if (!check) return { events: [], checks };
  const { side, transaction } = check;
  const sent = checks.find((c) => c.side === side && c.transaction === transaction);
  const pair = sent && pairOf(iceAgents(net)[side], sent.pair);
  const left = ended(checks, side, transaction, 'died', net.now);
  if (!pair) return { events: [], checks: left };
  const unheard = sent.cause === 'nomination' && !hasHeard(iceAgents(net), side, pair.component);
  const words = event.reason.code === 'by-hand' ? null : reasonWords(net.world, event);
  const carried = unheard ? 'unheard nomination' : 'check';
  return { events: [{ kind: 'died', side, pair, words, carried }], checks: left };
}

/** Whether a nomination by `side` has come in at the other: one sent before may have. */
function hasHeard(
  agents: Readonly<Record<SideId, IceState>>,
  side: SideId,
  component: number,
): boolean {
  const told = agents[side === 'a' ? 'b' : 'a'];
  const accepted = told.pairs.some((p) => p.component === component && p.nomination === 'accepted');
  return accepted || selectedOf(told, component) !== undefined;
}

/** Checks that were sent in a step: new transactions, and those that were sent once more. */
function sentBetween(side: SideId, was: IceState, is: IceState, at: number): readonly SentCheck[] {
  return is.transactions.flatMap(({ id, purpose, sent }): readonly SentCheck[] => {
    if (purpose.is !== 'check') return [];
    const earlier = was.transactions.find((t) => t.id === id)?.sent ?? 0;
    if (sent === earlier) return [];
    const { pair, cause } = purpose;
    return [{ side, transaction: id, pair, at, cause, again: sent - 1, end: null, endedAt: null }];
  });
}

function agentNews(
  side: SideId,
  was: IceState,
  is: IceState,
  checks: readonly SentCheck[],
  now: number,
  fresh: readonly SentCheck[],
): readonly ChecklistEvent[] {
  const events: ChecklistEvent[] = [];
  if (was.phase === 'gathering' && is.phase !== 'gathering') {
    events.push({ kind: 'offers', side, candidates: is.local });
  }
  if (was.checklist === null && is.checklist !== null) {
    const waiting = is.pairs.filter(({ state }) => state === 'Waiting').length;
    events.push({ kind: 'formed', side, waiting, of: is.pairs.length });
    return events;
  }
  if (was.role !== is.role) {
    const told = was.tiebreaker !== is.tiebreaker;
    events.push({ kind: 'role', side, role: is.role, told });
  }
  for (const { pair: id, cause, again } of fresh) {
    const pair = pairOf(is, id);
    if (!pair) continue;
    events.push({
      kind: 'check',
      side,
      pair,
      cause,
      again,
      why: whyOf(was, pair, cause, again, now),
    });
  }
  for (const pair of is.pairs) events.push(...pairNews(side, was, is, pair, checks, now));
  for (const valid of is.valid) {
    if (!valid.nominated || selectedOf(was, valid.component)) continue;
    const { by, local, remote } = valid;
    events.push({ kind: 'selected', side, pair: by, local, remote, role: is.role });
  }
  if (was.checklist !== 'Failed' && is.checklist === 'Failed')
    events.push({ kind: 'failed', side });
  return events;
}

/** Why it was this pair’s turn, read off the state before it was. */
function whyOf(
  was: IceState,
  pair: CandidatePair,
  cause: SentCheck['cause'],
  again: number,
  now: number,
): Why {
  const before = pairOf(was, pair.id);
  if (again > 0) return { is: 'silence', ms: now - (before?.lastSentAt ?? now) };
  if (cause === 'nomination') return { is: 'nomination' };
  if (cause === 'triggered') {
    if (before?.state === 'Succeeded') return { is: 'confirm' };
    const queued = pair.history.findLast(({ to }) => to === 'Waiting');
    return { is: queued?.cause === 'role-conflict' ? 'role' : 'came-in' };
  }
  if (before?.state === 'Frozen') return { is: 'idle' };
  const behind = listed(was).filter(
    (p) => p.state === 'Waiting' && compare(p, pair) < 0 && !permitted(was, p),
  ).length;
  const thawed = pair.history.at(-2)?.cause === 'foundation-succeeded';
  return { is: 'highest', behind, thawed };
}

function pairNews(
  side: SideId,
  was: IceState,
  is: IceState,
  pair: CandidatePair,
  checks: readonly SentCheck[],
  now: number,
): readonly ChecklistEvent[] {
  const before = pairOf(was, pair.id);
  if (before === pair) return [];
  if (!before) return [{ kind: 'learned', side, pair }];
  const events = pair.history
    .slice(before.history.length)
    // Being sent says that.
    .filter(({ to }) => to !== 'In-Progress')
    .map((change) => stateNews(side, is, pair, change, checks, now));
  if (before.nomination !== 'accepted' && pair.nomination === 'accepted') {
    events.push({ kind: 'accepts', side, pair });
  }
  if (before.nomination !== 'wanted' && pair.nomination === 'wanted') {
    events.push({ kind: 'nominates', side, pair, hoped: hopedFor(is, pair, now) });
  }
  return events;
}

function stateNews(
  side: SideId,
  is: IceState,
  pair: CandidatePair,
  { to, cause }: PairChange,
  checks: readonly SentCheck[],
  now: number,
): ChecklistEvent {
  const answered = checks.findLast(
    (c) => c.side === side && c.pair === pair.id && c.end === 'answered' && c.endedAt === now,
  );
  const took = to === 'Succeeded' && answered ? now - answered.at : null;
  const valid = to === 'Succeeded' ? validOf(is, pair) : undefined;
  const seenAs = valid && valid.local.type !== pair.local.type ? valid.local : null;
  return { kind: 'state', side, pair, to, cause, took, seenAs };
}

const validOf = ({ valid }: IceState, { id }: CandidatePair): ValidPair | undefined =>
  valid.findLast(({ by }) => by === id);

const OPEN = ['Frozen', 'Waiting', 'In-Progress'];

/** For how long a better pair was hoped for that may yet come; `null` where there is none. */
function hopedFor(is: IceState, pair: CandidatePair, now: number): number | null {
  const best = validOf(is, pair);
  const better = listed(is).some(
    (p) => p.id !== pair.id && best && OPEN.includes(p.state) && compare(p, best) < 0,
  );
  const valid = is.valid.filter(({ component }) => component === pair.component);
  return better ? now - Math.min(...valid.map(({ since }) => since)) : null;
}
