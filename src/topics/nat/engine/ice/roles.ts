import { drawInt, type RandomState } from '../../../../lab/random.ts';
import { compare, priorityFor } from './checklist.ts';
import { considerNomination } from './nominate.ts';
import { cancelChecks } from './transactions.ts';
import type { CheckPayload, IceState, Role } from './types.ts';
import { enter, note, pairOf, patch, type Work } from './work.ts';

const other = (role: Role): Role => (role === 'controlling' ? 'controlled' : 'controlling');

/**
 * What an agent does about the role that a check claims: nothing, answer 487 and keep its
 * own, or give its own up. RFC 8445 §7.3.1.1.
 */
export function roleConflict(
  { role, tiebreaker }: Pick<IceState, 'role' | 'tiebreaker'>,
  check: Pick<CheckPayload, 'role' | 'tiebreaker'>,
): 'none' | 'refuse' | 'switch' {
  if (check.role !== role) return 'none';
  const larger = BigInt(tiebreaker) >= BigInt(check.tiebreaker);
  // Larger or equal is to end controlling: who is already says so, who is not becomes it.
  if (role === 'controlling') return larger ? 'refuse' : 'switch';
  return larger ? 'switch' : 'refuse';
}

/**
 * The other role, and all priorities anew, since they depend on it. RFC 8445 §7.3.1.1.
 *
 * Checks that claim the role before are not sent again: with equal tiebreakers the other
 * would take an old one for a conflict anew. Their pairs get a triggered check each.
 */
export function switchRole(work: Work): Work {
  const { agent } = work;
  const role = other(agent.role);
  const pairs = agent.pairs
    .map((p) => ({
      ...p,
      priority: priorityFor(role, p.local, p.remote),
      nomination: p.nomination === 'none' ? ('none' as const) : ('bound' as const),
    }))
    .toSorted(compare);
  const asked = pairs.filter((p) => !p.removed && p.state === 'In-Progress');
  const waits = agent.triggered.filter((id) => pairOf(agent, id)?.state === 'Waiting');
  const switched = patch(work, {
    role,
    confirmed: false,
    roleSwitches: agent.roleSwitches + 1,
    pairs,
    valid: agent.valid.map((v) => ({ ...v, priority: priorityFor(role, v.local, v.remote) })),
    triggered: [...waits, ...asked.map(({ id }) => id)],
  });
  const stopped = asked.reduce(
    (done, { id }) => enter(cancelChecks(done, id), id, 'Waiting', 'role-conflict'),
    switched,
  );
  return considerNomination(note(stopped, `is ${role} from now on: both were ${agent.role}`));
}

/**
 * A check was refused with 487: the other role, and another tiebreaker. Not where the agent
 * has changed its role since it sent that check. RFC 8445 §7.2.5.1.
 */
export function refused(work: Work, asked: Pick<IceState, 'role' | 'tiebreaker'>): Work {
  const { role, tiebreaker: current } = work.agent;
  if (role !== asked.role || current !== asked.tiebreaker) return work;
  const [tiebreaker, random] = drawTiebreaker(work.random);
  return switchRole(patch({ ...work, random }, { tiebreaker }));
}

/** 64 random bits, in decimal. */
export function drawTiebreaker(random: RandomState): readonly [string, RandomState] {
  let bits = 0n;
  let state = random;
  for (let i = 0; i < 4; i += 1) {
    const [word, next] = drawInt(state, 0, 0xffff);
    bits = (bits << 16n) | BigInt(word);
    state = next;
  }
  return [bits.toString(), state];
}
