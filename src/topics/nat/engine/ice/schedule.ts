import { sameAllocation } from './candidates.ts';
import { compare } from './checklist.ts';
import { requestPayload, requestRto } from './gather.ts';
import { peerReflexivePriority } from './priority.ts';
import { begin, cancelChecks, checkRto, outgoing, pace } from './transactions.ts';
import type { CandidatePair, CheckPayload, IceState, Request } from './types.ts';
import { alarm, changePair, enter, listed, pairOf, patch, type Work } from './work.ts';

/** Whether a check can leave: from a relayed candidate only with permission. RFC 8445 §7.2.1. */
export function permitted({ permissions }: IceState, { local, remote }: CandidatePair): boolean {
  const { allocation } = local;
  if (!allocation) return true;
  return permissions.some(
    (p) =>
      sameAllocation(p.allocation, allocation) && p.peer === remote.ip && p.state === 'granted',
  );
}

/** What the next check is of. `unfrozen` are pairs that have to wait for theirs first. */
interface Next {
  readonly pair: CandidatePair;
  readonly triggered: boolean;
  readonly unfrozen: readonly CandidatePair[];
}

/** The pair whose turn it is; `null` where there is none. RFC 8445 §6.1.4.2, steps 1 to 3. */
function nextCheck(agent: IceState): Next | null {
  if (agent.checklist !== 'Running') return null;
  const pairs = listed(agent);
  for (const id of agent.triggered) {
    const pair = pairs.find((p) => p.id === id);
    if (pair && permitted(agent, pair)) return { pair, triggered: true, unfrozen: [] };
  }
  const waits = pairs.filter(({ state }) => state === 'Waiting');
  const unfrozen = waits.length > 0 ? [] : unfreezable(pairs);
  const ready = [...waits, ...unfrozen].filter((p) => permitted(agent, p)).toSorted(compare);
  const [pair] = ready;
  return pair ? { pair, triggered: false, unfrozen } : null;
}

/** One frozen pair of each foundation of which none waits and none is in progress. Step 2. */
function unfreezable(pairs: readonly CandidatePair[]): readonly CandidatePair[] {
  const busy = new Set(
    pairs.filter(({ state }) => state === 'In-Progress').map(({ foundation }) => foundation),
  );
  return pairs.filter(({ state, foundation }) => {
    if (state !== 'Frozen' || busy.has(foundation)) return false;
    busy.add(foundation);
    return true;
  });
}

/** Sees to it that the next transaction begins when Ta allows it, if there is one. */
export function arm(work: Work): Work {
  const { agent, now } = work;
  if (agent.requests.length === 0 && !nextCheck(agent)) return work;
  const from = agent.pacedAt === null ? now : agent.pacedAt + pace(work);
  return alarm(work, 'pace', Math.max(0, from - now));
}

/** Ta has passed: one new transaction, of whatever kind. RFC 8445 §14.1. */
export function onTa(work: Work): Work {
  const [request, ...requests] = work.agent.requests;
  if (request) return ask(patch(work, { requests }), request);
  const next = nextCheck(work.agent);
  if (!next) return work;
  const unfrozen = next.unfrozen.reduce(
    (done, { id }) => enter(done, id, 'Waiting', 'foundation-idle'),
    work,
  );
  const triggered = work.agent.triggered.filter((id) => id !== next.pair.id);
  return check(patch(unfrozen, { triggered }), next.pair.id, next.triggered);
}

function ask(work: Work, request: Request): Work {
  const id = work.agent.serial;
  const numbered = patch(work, { serial: id + 1 });
  const { client, server, protocol } =
    request.is === 'binding'
      ? { client: request.client, server: request.server, protocol: 'udp' as const }
      : request.allocation;
  const payload = requestPayload(request, id);
  const message = { from: client, to: server, protocol, payload };
  return begin(numbered, id, message, request, requestRto(work, pace(work)));
}

/** Sends a pair’s check. RFC 8445 §7.1, §7.2.4. */
function check(work: Work, id: number, triggered: boolean): Work {
  const { role, tiebreaker, heard, serial } = work.agent;
  const { local, remote, nomination } = pairOf(work.agent, id)!;
  const nominates = nomination === 'wanted' && role === 'controlling';
  const cause = nominates ? 'nomination' : triggered ? 'triggered' : 'ordinary';
  const payload: CheckPayload = {
    is: 'check',
    transaction: serial,
    username: `${heard!.ufrag}:${work.config.ufrag}`,
    priority: peerReflexivePriority(local.priority),
    role,
    tiebreaker,
    useCandidate: nominates,
  };
  // A pair may be nominated while a check of it is still without an answer.
  const alone = cancelChecks(patch(work, { serial: serial + 1 }), id);
  const entered = enter(alone, id, 'In-Progress', cause);
  const pairs = listed(entered.agent);
  const count = (state: string) => pairs.filter((p) => p.state === state).length;
  const rto = checkRto(pace(work), pairs.length, count('Waiting'), count('In-Progress'));
  const told = { check: cause, lastSentAt: work.now, retransmissions: 0, rto } as const;
  const { priority } = payload;
  const purpose = {
    is: 'check',
    pair: id,
    cause,
    role,
    tiebreaker,
    nominates,
    priority,
  } as const;
  const message = outgoing(local, remote, payload);
  return begin(changePair(entered, id, told), serial, message, purpose, rto);
}
