import type { Effect } from '../agents/types.ts';
import type { Endpoint } from '../net/address.ts';
import type { Payload, Protocol } from '../net/types.ts';
import type { LocalCandidate, Purpose, Transaction } from './types.ts';
import { act, changePair, pairOf, patch, type Work } from './work.ts';

/** Milliseconds: no RTO is less. RFC 8445 §14.3. */
const LEAST_RTO = 500;
/** Rc and Rm: requests in all, and RTOs that the last one is waited for. RFC 8489 §6.2.1. */
const RC = 7;
const RM = 16;

/** In milliseconds, for a check. `checks` is N, those on the checklist. RFC 8445 §14.3. */
export function checkRto(ta: number, checks: number, waiting: number, inProgress: number): number {
  return Math.max(LEAST_RTO, ta * checks * (waiting + inProgress));
}

/** In milliseconds, while candidates are gathered. RFC 8445 §14.3. */
export function gatheringRto(ta: number, candidates: number): number {
  return Math.max(LEAST_RTO, ta * candidates);
}

/** Milliseconds from sending something for the `sent`th time until it is due. RFC 8489 §6.2.1. */
const wait = (rto: number, sent: number): number => (sent < RC ? rto * 2 ** (sent - 1) : rto * RM);

/** From the first time it is sent until it has failed. */
const whole = (rto: number): number => rto * (2 ** (RC - 1) - 1 + RM);

/** What a message is, and where from and to it goes. */
export interface Outgoing {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: Protocol;
  readonly payload: Payload;
}

/** From a candidate’s base to another; from a relayed one by way of its server. RFC 8445 §12.1. */
export function outgoing(
  { base, allocation }: LocalCandidate,
  { ip, port }: Endpoint,
  payload: Payload,
): Outgoing {
  const peer = { ip, port };
  if (!allocation) return { from: base, to: peer, protocol: 'udp', payload };
  const { client, server, protocol } = allocation;
  return { from: client, to: server, protocol, payload: { is: 'turn-send', peer, payload } };
}

export const send = ({ from, to, protocol, payload }: Outgoing): Effect => ({
  do: 'send',
  from,
  to,
  payload,
  protocol,
  after: 0,
});

const timer = (id: number): string => `resend ${id}`;

/** Milliseconds between two new transactions: what the slower of both wants. RFC 8445 §14.2. */
export const pace = ({ config, agent }: Work): number => Math.max(config.ta, agent.heard?.ta ?? 0);

/** Sends something for the first time, and waits. `id` is the number that its payload has. */
export function begin(
  work: Work,
  id: number,
  message: Outgoing,
  purpose: Purpose,
  rto: number,
): Work {
  const { now, agent } = work;
  const transaction: Transaction = {
    id,
    purpose,
    ...message,
    rto,
    sent: 1,
    startedAt: now,
    dueAt: now + rto,
    cancelled: false,
  };
  const open = agent.transactions.filter((t) => !t.cancelled || now < t.startedAt + whole(t.rto));
  const begun = patch(work, { transactions: [...open, transaction], pacedAt: now });
  return act(begun, send(message), { do: 'wake', timer: timer(id), after: rto });
}

/** The transaction whose timer has gone off; `null` where it is not that one’s time. */
export function due({ agent, now }: Work, name: string): Transaction | null {
  const found = agent.transactions.find(({ id }) => timer(id) === name);
  return found && !found.cancelled && found.dueAt === now ? found : null;
}

/** Whether there is nothing left but to call it failed. */
export const spent = ({ sent }: Transaction): boolean => sent === RC;

/** Sends it again, as it was. RFC 8489 §6.2.1. */
export function again(work: Work, transaction: Transaction): Work {
  const sent = transaction.sent + 1;
  const after = wait(transaction.rto, sent);
  const next: Transaction = { ...transaction, sent, dueAt: work.now + after };
  const transactions = work.agent.transactions.map((t) => (t === transaction ? next : t));
  const resent = act(patch(work, { transactions }), send(next), {
    do: 'wake',
    timer: timer(next.id),
    after,
  });
  const { purpose } = next;
  if (purpose.is !== 'check' || !pairOf(work.agent, purpose.pair)) return resent;
  const told = { lastSentAt: work.now, retransmissions: sent - 1 };
  return changePair(resent, purpose.pair, told);
}

/** Without a transaction, so that an answer to it means nothing any more. */
export function ended(work: Work, { id }: Transaction): Work {
  return patch(work, { transactions: work.agent.transactions.filter((t) => t.id !== id) });
}

/** Stops sending a pair’s checks, and still takes an answer to them. RFC 8445 §7.3.1.4. */
export function cancelChecks(work: Work, pair: number): Work {
  const transactions = work.agent.transactions.map((t) =>
    t.purpose.is === 'check' && t.purpose.pair === pair ? { ...t, cancelled: true } : t,
  );
  return patch(work, { transactions });
}

/** The open transaction that an answer belongs to. */
export function answered({ agent, now }: Work, id: number): Transaction | undefined {
  const found = agent.transactions.find((t) => t.id === id);
  return found && now < found.startedAt + whole(found.rto) ? found : undefined;
}
