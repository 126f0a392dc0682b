import { compare } from './checklist.ts';
import type { IceState, PairState, ValidPair } from './types.ts';
import { alarm, changePair, listed, note, pairOf, pairWords, patch, type Work } from './work.ts';

/** Whether data would go through a server, at either end. */
const isRelayed = ({ local, remote }: ValidPair): boolean =>
  local.type === 'relayed' || remote.type === 'relayed';

const componentsOf = ({ config }: Work): readonly number[] => config.ports.map((_, i) => i + 1);

/** The pair that a component’s data takes, once there is one. RFC 8445 §8.1.1. */
export const selectedOf = (agent: IceState, component: number): ValidPair | undefined =>
  agent.valid.find((v) => v.nominated && v.component === component);

const OPEN: readonly PairState[] = ['Frozen', 'Waiting', 'In-Progress'];

/**
 * A controlling agent nominates a component’s best valid pair: at once if no better one can
 * come, else when its patience is over. RFC 8445 §8.1.1 leaves that to the agent.
 */
export function considerNomination(work: Work): Work {
  return componentsOf(work).reduce(considerComponent, work);
}

function considerComponent(work: Work, component: number): Work {
  const { agent, config, now } = work;
  if (agent.role !== 'controlling' || agent.checklist !== 'Running') return work;
  const pairs = listed(agent).filter((p) => p.component === component);
  if (pairs.some(({ nomination }) => nomination === 'wanted')) return work;
  const valid = agent.valid.filter((v) => v.component === component).toSorted(compare);
  const bound = pairs.find(({ nomination }) => nomination === 'bound');
  if (bound && OPEN.includes(bound.state)) return work;
  const best = valid.find(({ by }) => by === bound?.id) ?? valid[0];
  if (!best || pairs.length === 0) return work;
  if (!agent.confirmed) return confirm(work, valid);
  const better = pairs.some((p) => OPEN.includes(p.state) && compare(p, best) < 0);
  const first = Math.min(...valid.map(({ since }) => since));
  const patience = config.patience[isRelayed(best) ? 'relayed' : 'direct'];
  const left = first + patience - now;
  if (!bound && better && left > 0) return alarm(work, 'patience', left);
  const enqueued = agent.triggered.filter((id) => id !== best.by);
  const wanted = changePair(work, best.by, { nomination: 'wanted' });
  const queued = patch(wanted, { triggered: [...enqueued, best.by] });
  return note(queued, `nominates ${pairWords(best)}`);
}

/**
 * Right after a role conflict both may be controlling for a while, and would nominate
 * different pairs. So one more check without USE-CANDIDATE asks whether the other is
 * controlled: it answers 487 if it is not. RFC 8445 §8.1.1 leaves that to the agent.
 */
function confirm(work: Work, valid: readonly ValidPair[]): Work {
  const { agent } = work;
  const stateOf = ({ by }: ValidPair): PairState | undefined => pairOf(agent, by)?.state;
  const asking = valid.some((v) => ['Waiting', 'In-Progress'].includes(stateOf(v) ?? ''));
  const pair = valid.find((v) => stateOf(v) === 'Succeeded');
  if (asking || !pair || agent.triggered.includes(pair.by)) return work;
  return patch(work, { triggered: [...agent.triggered, pair.by] });
}

/**
 * A valid pair is nominated: its component is concluded, and what else is on the checklist
 * for it goes. With the last component ICE is completed. RFC 8445 §8.1.2.
 */
export function nominated(work: Work, pair: ValidPair): Work {
  const { component } = pair;
  if (selectedOf(work.agent, component)) return work;
  const { agent, now } = work;
  const over = new Set(agent.pairs.filter((p) => p.component === component).map(({ id }) => id));
  const concluded = patch(work, {
    valid: agent.valid.map((v) => (v === pair ? { ...v, nominated: true } : v)),
    pairs: agent.pairs.map((p) =>
      over.has(p.id) ? { ...p, removed: true, nomination: 'none' as const } : p,
    ),
    triggered: agent.triggered.filter((id) => !over.has(id)),
    transactions: agent.transactions.filter(
      ({ purpose }) => purpose.is !== 'check' || !over.has(purpose.pair),
    ),
  });
  const said = note(concluded, `has selected ${pairWords(pair)}`);
  const left = componentsOf(work).some((c) => !selectedOf(said.agent, c));
  if (left) return said;
  const { tr } = work.config;
  const completed = patch(said, { checklist: 'Completed', concludedAt: now });
  return alarm(completed, 'keepalive', tr);
}

/** A nomination came to nothing, and with it the checklist. RFC 8445 §7.2.5.3.4. */
export function nominationFailed(work: Work, pair: number): Work {
  const valid = work.agent.valid.filter(({ by }) => by !== pair);
  const failed = patch(work, {
    valid,
    checklist: 'Failed',
    nominationFailed: true,
    triggered: [],
    concludedAt: work.now,
  });
  return note(failed, 'has no answer to its nomination, and fails');
}

/**
 * Failed once all checks are over and a component has no valid pair; Running again when a
 * failed pair gets another chance. RFC 8445 §7.2.5.4, §7.3.1.4.
 */
export function updateChecklist(work: Work): Work {
  const { agent } = work;
  if (agent.checklist === 'Completed' || agent.checklist === null || agent.nominationFailed) {
    return work;
  }
  const over = listed(agent).every(({ state }) => !OPEN.includes(state));
  const lacks = componentsOf(work).some((c) => !agent.valid.some((v) => v.component === c));
  const state = over && lacks ? 'Failed' : 'Running';
  if (state === agent.checklist) return work;
  const next = patch(work, { checklist: state, concludedAt: state === 'Failed' ? work.now : null });
  return note(next, state === 'Failed' ? 'has no pair left to check, and fails' : 'tries again');
}
