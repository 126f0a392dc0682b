import { type Endpoint, same, show } from '../net/address.ts';
import { foundationKey, foundationOf } from './candidates.ts';
import { priorityFor } from './checklist.ts';
import { considerNomination, nominated, nominationFailed, updateChecklist } from './nominate.ts';
import { refused } from './roles.ts';
import { cancelChecks, ended } from './transactions.ts';
import type {
  Arrival,
  CandidatePair,
  Cause,
  LocalCandidate,
  Purpose,
  Transaction,
  ValidPair,
} from './types.ts';
import { changePair, enter, listed, note, pairOf, pairWords, patch, type Work } from './work.ts';

type Check = Extract<Purpose, { readonly is: 'check' }>;

/** A check was answered with success, and with how it was seen. RFC 8445 §7.2.5. */
export function succeeded(
  work: Work,
  transaction: Transaction,
  purpose: Check,
  { local, source }: Arrival,
  mapped: Endpoint,
): Work {
  const pair = pairOf(work.agent, purpose.pair);
  const closed = confirmed(ended(work, transaction), purpose);
  if (!pair || pair.removed) return closed;
  const symmetric = same(source, pair.remote) && same(local, pair.local);
  if (!symmetric) return failed(work, transaction, purpose, 'asymmetry');
  const [seen, own] = localCandidate(closed, pair, mapped, purpose.priority);
  const done = settled(seen, pair, purpose);
  const [listedValid, valid] = validPair(unfreeze(done, pair), pair, own);
  const said = pair.state === 'Succeeded' ? listedValid : note(listedValid, success(pair, valid));
  const nominates = purpose.nominates || pair.nomination === 'accepted';
  if (nominates) return updateChecklist(nominated(said, valid));
  return considerNomination(updateChecklist(said));
}

const confirmed = (work: Work, { role, tiebreaker }: Check): Work =>
  role === work.agent.role && tiebreaker === work.agent.tiebreaker
    ? patch(work, { confirmed: true })
    : work;

/**
 * The pair’s state, after an answer that may be to an earlier check than the last. No other
 * check of it is needed any more, unless that is to nominate it: then that one decides.
 */
function settled(work: Work, { id, nomination }: CandidatePair, { nominates }: Check): Work {
  const { agent } = work;
  if (nomination === 'wanted' && !nominates) return work;
  const triggered = agent.triggered.filter((queued) => queued !== id);
  return enter(cancelChecks(patch(work, { triggered }), id), id, 'Succeeded', 'answer');
}

const success = (pair: CandidatePair, valid: ValidPair): string =>
  same(pair.local, valid.local)
    ? `can use ${pairWords(valid)}`
    : `can use ${pairWords(valid)}, by a check of ${pairWords(pair)}`;

/** The own candidate that the other saw, which may be a new one. RFC 8445 §7.2.5.3.1. */
function localCandidate(
  work: Work,
  { local: base, component }: CandidatePair,
  { ip, port }: Endpoint,
  priority: number,
): readonly [Work, LocalCandidate] {
  const { agent } = work;
  const known = agent.local.find((c) => same(c, { ip, port }) && c.component === component);
  if (known) return [work, known];
  const type = 'peer-reflexive';
  const key = foundationKey({ type, base, server: null, protocol: 'udp' });
  const { foundation, foundations } = foundationOf(agent.foundations, key);
  const candidate: LocalCandidate = {
    ip,
    port,
    type,
    component,
    priority,
    foundation,
    base: { ip: base.ip, port: base.port },
    allocation: base.allocation,
  };
  const grown = patch(work, { foundations, local: [...agent.local, candidate] });
  return [note(grown, `is seen as ${show(candidate)}, which no server told`), candidate];
}

/** Frozen pairs of the foundation have a chance now. RFC 8445 §7.2.5.3.3. */
function unfreeze(work: Work, { foundation }: CandidatePair): Work {
  return listed(work.agent)
    .filter((p) => p.foundation === foundation && p.state === 'Frozen')
    .reduce((done, { id }) => enter(done, id, 'Waiting', 'foundation-succeeded'), work);
}

/** From what the other saw to where the check went. RFC 8445 §7.2.5.3.2. */
function validPair(
  work: Work,
  pair: CandidatePair,
  local: LocalCandidate,
): readonly [Work, ValidPair] {
  const { agent, now } = work;
  const { remote, component } = pair;
  const known = agent.valid.find((v) => same(v.local, local) && same(v.remote, remote));
  if (known) return [work, known];
  const priority = priorityFor(agent.role, local, remote);
  const valid: ValidPair = {
    component,
    local,
    remote,
    priority,
    by: pair.id,
    since: now,
    nominated: false,
  };
  const twin = listed(agent).find((p) => same(p.local, local) && same(p.remote, remote));
  const both = twin ? enter(work, twin.id, 'Succeeded', 'answer') : work;
  const firstValidAt = agent.firstValidAt ?? now;
  return [patch(both, { valid: [...both.agent.valid, valid], firstValidAt }), valid];
}

/** A check was refused. RFC 8445 §7.2.5.1, §7.2.5.2.4. */
export function refusedCheck(
  work: Work,
  transaction: Transaction,
  purpose: Check,
  code: number,
): Work {
  if (code !== 487) return failed(work, transaction, purpose, 'error');
  const pair = pairOf(work.agent, purpose.pair);
  const closed = ended(work, transaction);
  if (!pair || pair.removed || work.agent.nominationFailed) return closed;
  const switched = refused(closed, purpose);
  // An earlier check of the pair says nothing, unless it is what makes the role another.
  if (transaction.cancelled && switched === closed) return closed;
  const stopped = cancelChecks(switched, pair.id);
  const waiting = enter(stopped, pair.id, 'Waiting', 'role-conflict');
  const triggered = waiting.agent.triggered.filter((id) => id !== pair.id);
  return patch(waiting, { triggered: [...triggered, pair.id] });
}

/** A check came to nothing. RFC 8445 §7.2.5.2, §7.2.5.3.4. */
export function failed(
  work: Work,
  transaction: Transaction,
  purpose: Check,
  cause: Extract<Cause, 'timeout' | 'error' | 'asymmetry'>,
): Work {
  const pair = pairOf(work.agent, purpose.pair);
  const closed = ended(work, transaction);
  if (!pair || pair.removed || transaction.cancelled) return closed;
  const nominates = purpose.nominates || pair.nomination === 'accepted';
  const done = failPair(closed, pair, cause);
  return nominates ? nominationFailed(done, pair.id) : concluded(done);
}

/** Pairs that nothing can be sent for, since the server permits nobody there. */
export function unpermitted(work: Work, pairs: readonly CandidatePair[]): Work {
  const accepted = pairs.find(({ nomination }) => nomination === 'accepted');
  const done = pairs.reduce((next, pair) => failPair(next, pair, 'no-permission'), work);
  return accepted ? nominationFailed(done, accepted.id) : concluded(done);
}

const concluded = (work: Work): Work => considerNomination(updateChecklist(work));

function failPair(work: Work, pair: CandidatePair, cause: Cause): Work {
  const triggered = work.agent.triggered.filter((id) => id !== pair.id);
  const entered = enter(patch(work, { triggered }), pair.id, 'Failed', cause);
  const reset = changePair(entered, pair.id, { nomination: 'none' });
  return note(reset, `gives up on ${pairWords(pair)}`);
}
