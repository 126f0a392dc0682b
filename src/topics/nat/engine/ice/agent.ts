import type { RandomState } from '../../../../lab/random.ts';
import type { Reaction } from '../agents/react.ts';
import { makeKnown } from '../agents/registry.ts';
import type { Effect, Input } from '../agents/types.ts';
import { type Endpoint, same } from '../net/address.ts';
import type { Packet, TurnPayload } from '../net/types.ts';
import { sameAllocation } from './candidates.ts';
import { form, permissionRequests, REFRESH } from './form.ts';
import { freshIce } from './fresh.ts';
import {
  allocateAnswered,
  bindingAnswered,
  concludeGathering,
  gather,
  gathered,
  keptAlive,
} from './gather.ts';
import { checked } from './incoming.ts';
import { considerNomination } from './nominate.ts';
import { failed, refusedCheck, succeeded, unpermitted } from './outcome.ts';
import { arm, onTa, permitted } from './schedule.ts';
import { again, answered, due, ended, outgoing, send, spent } from './transactions.ts';
import type {
  Allocation,
  Arrival,
  IceConfig,
  IceState,
  PermissionRequest,
  Request,
  Transaction,
  ValidPair,
} from './types.ts';
import { act, alarm, gone, listed, patch, type Work } from './work.ts';

/**
 * A full ICE agent for one data stream, RFC 8445. `ips` are the host’s addresses, `now` is
 * in milliseconds. Its state is JSON: priorities of pairs and tiebreakers are in decimal.
 */
export function ice(
  config: IceConfig,
  ips: readonly string[],
  agent: IceState,
  input: Input,
  now: number,
  random: RandomState,
): Reaction<IceState> {
  const work: Work = { config, ips, now, agent, effects: [], random };
  const done = react(work, input);
  const armed = done === work ? work : arm(done);
  return { agent: armed.agent, effects: armed.effects, random: armed.random };
}

function react(work: Work, input: Input): Work {
  switch (input.kind) {
    case 'start':
      return alarm(work, 'start', work.config.starts);
    case 'signal':
      return input.signal.ice ? hear(patch(work, { heard: input.signal.ice })) : work;
    case 'packet':
      return receive(work, input.packet);
    case 'wake':
      return wake(work, input.timer);
  }
}

const hear = (work: Work): Work => (work.agent.phase === 'gathered' ? form(work) : work);

function wake(work: Work, timer: string): Work {
  const transaction = due(work, timer);
  if (transaction)
    return spent(transaction) ? timeout(work, transaction) : again(work, transaction);
  const next = gone(work, timer);
  switch (next && timer) {
    case 'start':
      return gather(next!);
    case 'gathered':
      return concludeGathering(next!);
    case 'pace':
      return onTa(next!);
    case 'patience':
      return considerNomination(next!);
    case 'keepalive':
      return keepalive(next!);
    case 'alive':
      return alive(next!);
    case 'refresh':
      return refresh(next!);
    default:
      return work;
  }
}

/** Nobody has answered, however often it was asked. RFC 8489 §6.2.1. */
function timeout(work: Work, transaction: Transaction): Work {
  const { purpose } = transaction;
  if (purpose.is === 'check') return failed(work, transaction, purpose, 'timeout');
  const closed = ended(work, transaction);
  return purpose.is === 'permission' ? notPermitted(closed, purpose) : gathered(closed);
}

function receive(work: Work, packet: Packet): Work {
  const { payload } = packet;
  if (payload.is === 'stun-answer' || payload.is === 'turn-answer') {
    const transaction = answered(work, payload.transaction);
    if (!transaction) return work;
    const closed = ended(work, transaction);
    return payload.is === 'turn-answer'
      ? turnAnswered(closed, transaction, payload)
      : stunAnswered(closed, transaction, payload.mapped);
  }
  const arrival = arrivalOf(work.agent, packet);
  return arrival ? arrived(throughServer(work, arrival), arrival) : work;
}

/** Which candidate a packet came in on, and from whom. RFC 8445 §7.3.1.2. */
function arrivalOf({ local }: IceState, { from, to, protocol, payload }: Packet): Arrival | null {
  if (payload.is === 'turn-data') {
    const relayed = local.find(({ type, allocation: a }) => {
      if (type !== 'relayed' || !a) return false;
      return a.protocol === protocol && same(a.client, to) && same(a.server, from);
    });
    return relayed ? { local: relayed, source: payload.peer, payload: payload.payload } : null;
  }
  const host = local.find((c) => c.type === 'host' && same(c, to));
  return host && protocol === 'udp' ? { local: host, source: from, payload } : null;
}

/** What a server lets in has permission, though its answer that says so may be lost. */
function throughServer(work: Work, { local, source }: Arrival): Work {
  const { permissions } = work.agent;
  const now = permissions.map((p) =>
    p.state !== 'granted' && p.peer === source.ip && sameAllocation(p.allocation, local.allocation)
      ? { ...p, state: 'granted' as const }
      : p,
  );
  return now.some((p, i) => p !== permissions[i]) ? patch(work, { permissions: now }) : work;
}

function arrived(work: Work, arrival: Arrival): Work {
  const { local, source, payload } = arrival;
  if (payload.is === 'check') return checked(work, { local, source, check: payload });
  if (payload.is !== 'check-answer' && payload.is !== 'check-error') return work;
  const transaction = answered(work, payload.transaction);
  if (transaction?.purpose.is !== 'check') return work;
  return payload.is === 'check-answer'
    ? succeeded(work, transaction, transaction.purpose, arrival, payload.mapped)
    : refusedCheck(work, transaction, transaction.purpose, payload.code);
}

function stunAnswered(work: Work, { purpose }: Transaction, mapped: Endpoint): Work {
  if (purpose.is !== 'binding') return work;
  return bindingAnswered(work, purpose.client, purpose.server, mapped);
}

function turnAnswered(
  work: Work,
  { purpose }: Transaction,
  answer: Extract<TurnPayload, { readonly is: 'turn-answer' }>,
): Work {
  if (purpose.is === 'allocate') return allocateAnswered(work, purpose.allocation, answer);
  if (purpose.is !== 'permission') return work;
  if (answer.error !== null) return notPermitted(work, purpose);
  return permissionState(work, purpose, 'granted');
}

function permissionState(
  work: Work,
  { allocation }: PermissionRequest,
  state: 'granted' | 'refused',
): Work {
  const permissions = work.agent.permissions.map((p) =>
    p.state === 'asked' && sameAllocation(p.allocation, allocation) ? { ...p, state } : p,
  );
  return patch(work, { permissions });
}

/** Nothing can be sent from that relayed candidate to where there is no permission. */
function notPermitted(work: Work, request: PermissionRequest): Work {
  const refused = permissionState(work, request, 'refused');
  const pairs = listed(refused.agent).filter(
    (pair) =>
      (pair.state === 'Waiting' || pair.state === 'Frozen') && !permitted(refused.agent, pair),
  );
  return unpermitted(refused, pairs);
}

/** Binding indications: they wait for no answer, and keep mappings. RFC 8445 §11. */
const indications = (pairs: readonly Pick<ValidPair, 'local' | 'remote'>[]): readonly Effect[] =>
  pairs.map(({ local, remote }) => send(outgoing(local, remote, { is: 'keepalive' })));

/** Over each selected pair: it has been silent for Tr. RFC 8445 §11. */
function keepalive(work: Work): Work {
  const { agent, config } = work;
  const selected = agent.valid.filter((v) => v.nominated);
  return alarm(act(work, ...indications(selected)), 'keepalive', config.tr);
}

/**
 * Until ICE is over, what server-reflexive candidates stand for stays, and so do pairs that
 * are valid or accepted: an answer may take longer than a mapping. RFC 8445 §5.1.1.4, §11.
 */
function alive(work: Work): Work {
  const { agent, config } = work;
  if (agent.checklist === 'Completed' || agent.checklist === 'Failed') return work;
  const payload = { is: 'stun-request', transaction: 0 } as const;
  const asks = keptAlive(agent, config.stun).map(({ base, server }) =>
    send({ from: base, to: server, protocol: 'udp', payload }),
  );
  const accepted = listed(agent).filter(({ nomination }) => nomination === 'accepted');
  const sends = [...asks, ...indications([...agent.valid, ...accepted])];
  return alarm(act(work, ...sends), 'alive', config.tr);
}

/** Allocations that are used, and the permissions they have. RFC 8445 §5.1.1.4, §7.2.1. */
function refresh(work: Work): Work {
  const { agent } = work;
  if (agent.checklist === 'Failed') return work;
  const used = (allocation: Allocation): boolean =>
    agent.checklist === 'Running' ||
    agent.valid.some((v) => v.nominated && sameAllocation(v.local.allocation, allocation));
  const kept = agent.permissions.filter(({ allocation }) => used(allocation));
  if (kept.length === 0) return work;
  const requests = permissionRequests(kept).flatMap((request): readonly Request[] => [
    { is: 'refresh', allocation: request.allocation },
    request,
  ]);
  const asked = patch(work, { requests: [...agent.requests, ...requests] });
  return alarm(asked, 'refresh', REFRESH);
}

makeKnown<IceConfig, IceState>(['ice'], { fresh: freshIce, react: ice });
