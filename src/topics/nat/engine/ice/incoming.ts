import { same, show } from '../net/address.ts';
import { freshPair, inserted, redundant } from './checklist.ts';
import { nominated, updateChecklist } from './nominate.ts';
import { roleConflict, switchRole } from './roles.ts';
import { cancelChecks, outgoing, send } from './transactions.ts';
import type { CandidatePair, IceCandidate, IcePayloadOf, Incoming } from './types.ts';
import { act, changePair, enter, listed, note, pairWords, patch, type Work } from './work.ts';

const UNAUTHENTICATED = 401;
const ROLE_CONFLICT = 487;

/** Answers a check, and takes from it what there is to learn. RFC 8445 §7.3. */
export function checked(work: Work, incoming: Incoming): Work {
  const { local, source, check } = incoming;
  const { transaction } = check;
  const reply = (w: Work, payload: IcePayloadOf<'check-answer' | 'check-error'>): Work =>
    act(w, send(outgoing(local, source, payload)));
  if (check.username.split(':')[0] !== work.config.ufrag) {
    return reply(work, { is: 'check-error', transaction, code: UNAUTHENTICATED });
  }
  const conflict = roleConflict(work.agent, check);
  if (conflict === 'refuse') {
    return reply(work, { is: 'check-error', transaction, code: ROLE_CONFLICT });
  }
  const next = conflict === 'switch' ? switchRole(work) : work;
  const mapped = { ip: source.ip, port: source.port };
  const said = reply(next, { is: 'check-answer', transaction, mapped });
  // Once ICE is completed, a check is answered and changes nothing else. RFC 8445 §11.
  if (said.agent.checklist === 'Completed') return said;
  if (said.agent.phase === 'checking') return learn(said, incoming);
  return patch(said, { early: [...said.agent.early, incoming] });
}

/** What follows from a check that was answered. RFC 8445 §7.3.1.3 to §7.3.1.5. */
export function learn(work: Work, incoming: Incoming): Work {
  const { local, source, check } = incoming;
  const { agent } = work;
  if (agent.nominationFailed) return work;
  if (agent.valid.some((v) => v.nominated && v.component === local.component)) return work;
  const known = agent.remote.find((c) => same(c, source) && c.component === local.component);
  const learned = known ? work : learnRemote(work, incoming);
  const remote = known ?? learned.agent.remote.at(-1)!;
  const probe = { local, remote };
  const listedPair = listed(learned.agent).find((pair) => redundant(pair, probe));
  const next = listedPair ? trigger(learned, listedPair) : insert(learned, incoming, remote);
  const pair = listed(next.agent).find((p) => redundant(p, probe));
  if (!pair || !check.useCandidate) return updateChecklist(next);
  return updateChecklist(accept(next, pair));
}

/** A remote candidate that nobody told of. RFC 8445 §7.3.1.3. */
function learnRemote(work: Work, { local, source, check }: Incoming): Work {
  const { remote } = work.agent;
  const count = remote.filter(({ type }) => type === 'peer-reflexive').length;
  const candidate: IceCandidate = {
    ip: source.ip,
    port: source.port,
    type: 'peer-reflexive',
    component: local.component,
    priority: check.priority,
    // Arbitrary, and unlike any that is signalled: those are numbers.
    foundation: `peer${count + 1}`,
  };
  const learned = patch(work, { remote: [...remote, candidate] });
  return note(learned, `learns of ${show(source)}, which nobody has offered`);
}

/** A check of a pair that is on the checklist. RFC 8445 §7.3.1.4. */
function trigger(work: Work, { id, state }: CandidatePair): Work {
  if (state === 'Succeeded') return work;
  const stopped = state === 'In-Progress' ? cancelChecks(work, id) : work;
  const waiting = enter(stopped, id, 'Waiting', 'triggered');
  const { triggered } = waiting.agent;
  return triggered.includes(id) ? waiting : patch(waiting, { triggered: [...triggered, id] });
}

/** A check of a pair that is not. RFC 8445 §7.3.1.4. */
function insert(work: Work, { local }: Incoming, remote: IceCandidate): Work {
  const { agent, config, now } = work;
  const id = agent.serial;
  const pair = freshPair(id, agent.role, local, remote, 'Waiting', now, 'learned');
  return patch(work, {
    serial: id + 1,
    pairs: inserted(agent.pairs, pair, config.mostPairs),
    triggered: [...agent.triggered, id],
  });
}

/** USE-CANDIDATE: the pair is nominated, now or when its own check succeeds. §7.3.1.5. */
function accept(work: Work, pair: CandidatePair): Work {
  if (pair.nomination === 'accepted') return work;
  const valid = work.agent.valid.find((v) => v.by === pair.id || redundant(v, pair));
  if (pair.state === 'Succeeded' && valid) return nominated(work, valid);
  const accepted = changePair(work, pair.id, { nomination: 'accepted' });
  return note(accepted, `accepts the nomination of ${pairWords(pair)}, if its own check succeeds`);
}
