import type { Candidate } from '../agents/types.ts';
import { type Endpoint, same, show } from '../net/address.ts';
import type { Payload, TurnPayload } from '../net/types.ts';
import { add, type Found, localPreference, told } from './candidates.ts';
import { form } from './form.ts';
import { ended, gatheringRto } from './transactions.ts';
import { LIFETIME } from './turn-server.ts';
import type { CandidateType, IceCandidate, IceState, Purpose, Request } from './types.ts';
import { act, alarm, note, patch, type Work } from './work.ts';

const isGathering = ({ is }: Purpose): boolean => is === 'binding' || is === 'allocate';

/** The host candidates, and what is to be asked of servers from each. RFC 8445 §5.1.1.1–2. */
export function gather(work: Work): Work {
  const { config, ips } = work;
  let next = patch(work, { phase: 'gathering' });
  const requests: Request[] = [];
  for (const [i, port] of config.ports.entries()) {
    for (const [address, ip] of ips.entries()) {
      const base = { ip, port };
      const preference = localPreference(address, 0, 1);
      next = found(next, base, 'host', base, { component: i + 1, preference });
      for (const server of config.stun) requests.push({ is: 'binding', client: base, server });
      for (const { server, protocol } of config.turn) {
        requests.push({ is: 'allocate', allocation: { client: base, server, protocol } });
      }
    }
  }
  return gathered(alarm(patch(next, { requests }), 'gathered', config.gathers));
}

function found(
  work: Work,
  at: Endpoint,
  type: CandidateType,
  base: Endpoint,
  more: Pick<Found, 'component' | 'preference'> & Partial<Found>,
): Work {
  const { ip, port } = at;
  const all = { server: null, protocol: 'udp', allocation: null, ...more } as const;
  const agent = add(work.agent, { ip, port, type, base, ...all });
  return agent === work.agent ? work : { ...work, agent };
}

/** The payload of what is asked of a server. `transaction` is its number. */
export function requestPayload(request: Request, transaction: number): Payload {
  if (request.is === 'binding') return { is: 'stun-request', transaction };
  const method = request.is === 'permission' ? 'create-permission' : request.is;
  const peers = request.is === 'permission' ? request.peers : [];
  return { is: 'turn-request', transaction, method, lifetime: LIFETIME.default, peers };
}

/** Milliseconds. A STUN server gives one candidate, a TURN server over UDP two. RFC 8445 §14.3. */
export function requestRto({ config, ips }: Work, ta: number): number {
  const sources = config.turn.reduce(
    (sum, { protocol }) => sum + (protocol === 'udp' ? 2 : 1),
    config.stun.length,
  );
  return gatheringRto(ta, sources * ips.length * config.ports.length);
}

/** Which address and which component an endpoint of the agent’s own stands for. */
function placeOf({ config, ips }: Work, { ip, port }: Endpoint) {
  return { address: ips.indexOf(ip), component: config.ports.indexOf(port) + 1 };
}

/** A Binding response of a STUN server: how a host candidate looks from outside. */
export function bindingAnswered(
  work: Work,
  client: Endpoint,
  server: Endpoint,
  mapped: Endpoint,
): Work {
  if (work.agent.phase !== 'gathering') return work;
  const { stun, turn } = work.config;
  const { address, component } = placeOf(work, client);
  const source = stun.findIndex((s) => same(s, server));
  const preference = localPreference(address, source, stun.length + turn.length);
  return gathered(
    found(work, mapped, 'server-reflexive', client, { component, preference, server }),
  );
}

/** An Allocate response: a relayed candidate, and over UDP a reflexive one. RFC 8445 §5.1.1.2. */
export function allocateAnswered(
  work: Work,
  allocation: NonNullable<Found['allocation']>,
  answer: Extract<TurnPayload, { readonly is: 'turn-answer' }>,
): Work {
  const { relayed, mapped } = answer;
  if (work.agent.phase !== 'gathering') return work;
  if (!relayed) return gathered(note(work, `gets no relayed address: error ${answer.error}`));
  const { stun, turn } = work.config;
  const { client, server, protocol } = allocation;
  const { address, component } = placeOf(work, client);
  const at = turn.findIndex((t) => same(t.server, server) && t.protocol === protocol);
  const preference = localPreference(address, at, turn.length);
  const more = { component, preference, server, protocol, allocation };
  const next = found(work, relayed, 'relayed', relayed, more);
  // What a server sees of a connection says nothing about UDP.
  if (protocol === 'tcp') return gathered(next);
  const rank = localPreference(address, stun.length + at, stun.length + turn.length);
  const seen = { component, preference: rank, server };
  return gathered(found(next, mapped, 'server-reflexive', client, seen));
}

/** Tells the other, once every server has answered. */
export function gathered(work: Work): Work {
  const { requests, transactions } = work.agent;
  const open = [...requests, ...transactions.map(({ purpose }) => purpose)];
  return open.some(isGathering) ? work : concludeGathering(work);
}

/** Tells the other what there is, whoever has not answered. RFC 8445 §5.3. */
export function concludeGathering(work: Work): Work {
  const { agent, config } = work;
  if (agent.phase !== 'gathering') return work;
  const left = agent.transactions.filter(({ purpose }) => isGathering(purpose));
  const done = left.reduce(ended, patch(work, { phase: 'gathered', requests: [] }));
  const candidates = agent.local.map(told);
  const { ufrag, password, ta } = config;
  const said = act(done, {
    do: 'signal',
    to: config.peer,
    signal: {
      candidates: candidates.map(plain),
      hard: false,
      ice: { ufrag, password, ta, candidates },
    },
    after: config.signalling,
  });
  const kept = alarm(note(said, `offers ${listWords(candidates)}`), 'alive', config.tr);
  return agent.heard ? form(kept) : kept;
}

const KIND: Readonly<Record<CandidateType, Candidate['kind']>> = {
  host: 'host',
  'server-reflexive': 'reflexive',
  'peer-reflexive': 'reflexive',
  relayed: 'relayed',
};

const plain = ({ ip, port, type }: IceCandidate): Candidate => ({ ip, port, kind: KIND[type] });

const listWords = (candidates: readonly IceCandidate[]): string =>
  candidates.map((c) => `${c.type} ${show(c)}`).join(', ');

/** Where Binding requests keep mappings alive: every server from every base. RFC 8445 §5.1.1.4. */
export function keptAlive({ local }: IceState, stun: readonly Endpoint[]) {
  const bases = local.filter(({ type }) => type === 'host');
  return bases.flatMap(({ base }) => stun.map((server) => ({ base, server })));
}
