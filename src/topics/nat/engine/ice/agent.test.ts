import { describe, expect, test } from 'vitest';
import { seedRandom } from '../../../../lab/random.ts';
import type { Signal } from '../agents/types.ts';
import { begin } from '../net/start.ts';
import { advance } from '../net/step.ts';
import type { NetEvent, NetState, Payload } from '../net/types.ts';
import { STUN, STUN_OTHER } from '../pair.ts';
import { ice } from './agent.ts';
import { freshIce } from './fresh.ts';
import { type IcePairConfig, icePair, PLAIN_ICE } from './pair.ts';
import { iceAgents, iceFrames, iceSettled, runIce } from './run.ts';
import { inner, losing, played } from './testing/play.ts';
import type { IceConfig } from './types.ts';

const config = (more: Partial<IcePairConfig> = {}): IcePairConfig => ({ ...PLAIN_ICE, ...more });

interface Emitted {
  readonly at: number;
  readonly by: string;
  readonly payload: Payload;
}

function emitted(pair: IcePairConfig, until: number | null = null): readonly Emitted[] {
  const found: Emitted[] = [];
  for (const { state, events } of iceFrames(pair, 7, until)) {
    for (const event of events) {
      if (event.kind !== 'emit') continue;
      found.push({ at: state.now, by: event.host, payload: inner(event.packet.payload) });
    }
  }
  return found;
}

const lastOf = (pair: IcePairConfig, until: number): NetState => {
  let last: NetState | null = null;
  for (const { state } of iceFrames(pair, 7, until)) last = state;
  return last!;
};

describe('the state is plain data', () => {
  test('written as JSON and read again after every step, it comes to the same', () => {
    for (const more of [{}, { a: 'symmetric', b: 'symmetric', components: 2 }] as const) {
      let state = begin(icePair(config(more)), 7);
      while (!iceSettled(state)) {
        const copy: NetState = JSON.parse(JSON.stringify(state));
        expect(copy).toEqual(JSON.parse(JSON.stringify(state)));
        state = advance(copy).state;
      }
      const { a, b } = runIce(config(more), 7);
      expect(iceAgents(state).a.pairs).toEqual(a.pairs);
      expect(iceAgents(state).b.pairs).toEqual(b.pairs);
    }
  });
  test('a seed gives one run', () => {
    const lossy = config({ link: { loss: 0.2, jitter: 30 } });
    expect(runIce(lossy, 11)).toEqual(runIce(lossy, 11));
    expect(runIce(lossy, 11)).not.toEqual(runIce(lossy, 12));
  });
});

describe('two port-restricted cones', () => {
  test('each offers its own address, the one STUN sees, and a relayed one', () => {
    const { a } = iceAgents(lastOf(config(), 5000));
    expect(a.local.map(({ type, priority }) => [type, priority])).toEqual([
      ['host', 2_130_706_431],
      ['server-reflexive', 1_694_498_815],
      ['relayed', 16_777_215],
    ]);
    expect(a.pairs).toHaveLength(6);
  });
  test('the first check dies, and what comes in triggers the one that succeeds', () => {
    const { a, b } = runIce(config(), 7);
    const direct = b.pairs.find(
      (p) => p.local.type === 'host' && p.remote.type === 'server-reflexive',
    )!;
    expect(direct.history.map(({ to, cause }) => `${to} ${cause}`)).toEqual([
      'Frozen formed',
      'Waiting first-of-foundation',
      'In-Progress ordinary',
      'Waiting triggered',
      'In-Progress triggered',
      'Succeeded answer',
    ]);
    expect(a.types).toEqual([{ local: 'server-reflexive', remote: 'server-reflexive' }]);
    expect(a.concludedAtMs! - a.firstValidAtMs!).toBeLessThan(PLAIN_ICE.patience.direct + 150);
  });
  test('every line of the log is a sentence about one of the two', () => {
    const notes = [...iceFrames(config(), 7)].flatMap(({ events }) =>
      events.flatMap((e: NetEvent) => (e.kind === 'note' ? [e.words] : [])),
    );
    expect(notes.length).toBeGreaterThan(6);
    for (const words of notes) expect(words).toMatch(/^[AB] [a-z][^[]*\.$/);
    expect(notes.filter((words) => words.includes('nominates'))).toHaveLength(1);
  });
});

describe('nomination', () => {
  test('is done once, by who is controlling, and only of what has succeeded', () => {
    for (const side of ['a', 'b'] as const) {
      const roles =
        side === 'a' ? PLAIN_ICE.roles : ({ a: 'controlled', b: 'controlling' } as const);
      const checks = emitted(config({ roles })).flatMap(({ by, payload }) =>
        payload.is === 'check' && payload.useCandidate ? [{ by, payload }] : [],
      );
      expect(checks.map(({ by }) => by)).toEqual([side]);
      expect(checks[0]!.payload.role).toBe('controlling');
    }
  });
  test('does not wait where nothing better can come, and else as long as it is told to', () => {
    const span = (more: Partial<IcePairConfig>): number => {
      const { a } = runIce(config(more), 7);
      return a.concludedAtMs! - a.firstValidAtMs!;
    };
    expect(span({ a: 'none', b: 'none' })).toBeLessThan(200);
    const relayed = { a: 'symmetric', b: 'symmetric' } as const;
    for (const ms of [0, 1000, 5000]) {
      const waited = span({ ...relayed, patience: { direct: 500, relayed: ms } });
      expect(waited).toBeGreaterThanOrEqual(ms);
      expect(waited).toBeLessThan(ms + 300);
    }
  });
  test('of a relayed pair, without patience, comes before the direct one is found', () => {
    const hasty = { a: 'restricted-cone', b: 'symmetric' } as const;
    expect(runIce(config(hasty), 7).relayed).toBe(false);
    const patience = { direct: 0, relayed: 0 };
    expect(runIce(config({ ...hasty, patience }), 7).relayed).toBe(true);
  });
  test('that has no answer fails the checklist', () => {
    const deaf = losing((payload) => payload.is === 'check' && payload.useCandidate);
    const frames = played(config(), 7, deaf);
    const { a, b } = iceAgents(frames.at(-1)!.state);
    // Until then what is valid is kept alive, for the case that it is nominated after all.
    const kept = frames.filter(({ events }) =>
      events.some((e) => e.kind === 'receive' && e.packet.payload.is === 'keepalive'),
    );
    expect(kept.length).toBeGreaterThan(4);
    expect(a.checklist).toBe('Failed');
    expect(a.nominationFailed).toBe(true);
    expect(b.checklist).toBe('Running');
  });
});

describe('with two components', () => {
  const two = config({ components: 2 });
  test('the second’s pairs are frozen until one of their foundation has succeeded', () => {
    const { a } = runIce(two, 7);
    const [first, second] = [1, 2].map(
      (c) =>
        a.pairs.find(
          (p) => p.component === c && p.local.type === 'host' && p.remote.type !== 'host',
        )!,
    );
    const succeeded = first!.history.find(({ to }) => to === 'Succeeded')!;
    const waits = second!.history.find(({ to }) => to === 'Waiting')!;
    expect(second!.foundation).toBe(first!.foundation);
    expect(waits.at).toBeGreaterThanOrEqual(succeeded.at);
  });
  test('each has a selected pair, on its own port', () => {
    const { a, b } = runIce(two, 7);
    expect(a.selected.map(({ component }) => component)).toEqual([1, 2]);
    expect(b.selected.map(({ local }) => local.base.port)).toEqual([40_002, 40_012]);
  });
});

describe('what keeps a path open', () => {
  test('a keepalive over the selected pair every 15 seconds, from both', () => {
    const sent = emitted(config(), 100_000).filter(({ payload }) => payload.is === 'keepalive');
    for (const side of ['a', 'b']) {
      const times = sent.filter(({ by }) => by === side).map(({ at }) => at);
      expect(times).toHaveLength(6);
      for (const [i, at] of times.entries()) if (i > 0) expect(at - times[i - 1]!).toBe(15_000);
    }
  });
  test('a relayed one is refreshed, with its permissions; what is not used is over', () => {
    const pair = config({ a: 'symmetric', b: 'symmetric' });
    const { relay, a, b } = lastOf(pair, 1_500_000).agents;
    if (relay?.is !== 'turn-server' || a?.is !== 'ice' || b?.is !== 'ice') throw new Error();
    const used = [...a.valid, ...b.valid].find((v) => v.nominated && v.local.type === 'relayed')!;
    expect(relay.allocations.map(({ relayed }) => relayed.port)).toEqual([used.local.port]);
    const ips = relay.allocations[0]!.permissions.map(({ ip }) => ip);
    expect(ips).toContain(used.remote.ip);
  });
  test('while checks go on, STUN is asked again, so that mappings stay', () => {
    const stuck = config({ a: 'symmetric', b: 'symmetric', turn: false });
    const again = emitted(stuck).filter(
      ({ payload, at }) => payload.is === 'stun-request' && at > 10_000,
    );
    expect(again.length).toBeGreaterThanOrEqual(4);
  });
});

describe('a relayed candidate', () => {
  test('takes checks from any port of an address it has permission for', () => {
    const { a, b } = runIce(config({ a: 'symmetric', b: 'symmetric' }), 7);
    const relayed = [...a.selected, ...b.selected].find(({ local }) => local.type === 'relayed')!;
    expect(relayed.remote.type).toBe('peer-reflexive');
    const offered = iceAgents(lastOf(config({ a: 'symmetric', b: 'symmetric' }), 9000));
    const ports = Object.values(offered).flatMap(({ heard }) =>
      heard!.candidates.map(({ port }) => port),
    );
    expect(ports).not.toContain(relayed.remote.port);
  });
  test('sends no check before its server has granted the permission', () => {
    const granted = new Set<string>();
    for (const { events } of iceFrames(config({ a: 'symmetric', b: 'symmetric' }), 7)) {
      for (const event of events) {
        if (event.kind === 'receive' && event.packet.payload.is === 'turn-answer') {
          if (event.packet.payload.relayed === null) granted.add(event.host);
        }
        if (event.kind !== 'emit' || event.packet.payload.is !== 'turn-send') continue;
        if (inner(event.packet.payload).is === 'check') expect([...granted]).toContain(event.host);
      }
    }
    expect(granted.size).toBe(2);
  });
});

test('a check that comes before the other’s candidates is answered, and learned from later', () => {
  const late = config({ signalling: 600, starts: { a: 0, b: 400 }, a: 'none', b: 'none' });
  let early = 0;
  for (const { state } of iceFrames(late, 7)) {
    early = Math.max(early, iceAgents(state).a.early.length);
  }
  expect(early).toBeGreaterThan(0);
  expect(runIce(late, 7).connected).toBe(true);
});

describe('an agent by itself', () => {
  const alone: IceConfig = {
    is: 'ice',
    name: 'A',
    peer: 'b',
    ports: [40_001],
    role: 'controlling',
    tiebreaker: '7',
    ufrag: 'h6vY',
    password: 'asd88fgpdd777uzjYhagZg',
    stun: [STUN, STUN_OTHER],
    turn: [],
    starts: 0,
    gathers: 2000,
    signalling: 80,
    ta: 50,
    patience: PLAIN_ICE.patience,
    mostPairs: 100,
    tr: 15_000,
  };
  const ips = ['192.168.1.5', '192.168.1.6'];

  /** The agent after its host candidates are known. */
  function gathering() {
    const random = seedRandom(7);
    const begun = ice(alone, ips, freshIce(alone), { kind: 'start' }, 0, random);
    return ice(alone, ips, begun.agent, { kind: 'wake', timer: 'start' }, 0, random);
  }

  test('with two addresses has two host candidates, of two priorities and foundations', () => {
    const { local, requests } = gathering().agent;
    expect(local.map(({ priority }) => priority)).toEqual([2_130_706_431, 2_130_706_175]);
    expect(new Set(local.map(({ foundation }) => foundation)).size).toBe(2);
    expect(requests).toHaveLength(4);
  });
  test('refuses a check that is not for it', () => {
    const { agent, random } = gathering();
    const check: Payload = {
      is: 'check',
      transaction: 9,
      username: 'stranger:evtj',
      priority: 1,
      role: 'controlled',
      tiebreaker: '1',
      useCandidate: false,
    };
    const packet = {
      id: 1,
      protocol: 'udp',
      by: 'b',
      from: { ip: '198.51.100.20', port: 40_002 },
      to: { ip: ips[1]!, port: 40_001 },
      payload: check,
      sentAt: 0,
      entered: [],
    } as const;
    const { effects } = ice(alone, ips, agent, { kind: 'packet', packet }, 10, random);
    expect(effects).toMatchObject([
      { do: 'send', to: packet.from, payload: { is: 'check-error', transaction: 9, code: 401 } },
    ]);
  });
  test('goes by the slower pace of the two', () => {
    const heard: Signal = {
      candidates: [],
      hard: false,
      ice: { ufrag: 'evtj', password: 'x', ta: 120, candidates: [] },
    };
    const { agent, random } = gathering();
    const told = ice(alone, ips, agent, { kind: 'signal', from: 'b', signal: heard }, 0, random);
    const paced = ice(alone, ips, told.agent, { kind: 'wake', timer: 'pace' }, 0, random);
    expect(paced.agent.alarms.pace).toBe(120);
  });
});
