import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { chance, PORTS } from './formula.ts';
import { drawTrial, firstHits } from './trial.ts';
import type { BirthdayAction, BirthdayConfig, BirthdayEvent, BirthdayState } from './types.ts';

/** The most sockets, and the most guesses, that can be set. */
export const MOST = { sockets: 4096, probes: 8192 } as const;

function begun(config: BirthdayConfig, seed: number): BirthdayState {
  const trial = 0;
  const { open, guesses } = drawTrial(config.sockets, config.probes, seed, trial);
  return { config, seed, trial, open, guesses, opened: 0, tried: 0, hits: [] };
}

/** The port that the last guess hit; `null` while none has. */
export function hitPort({ open, opened, guesses, tried }: BirthdayState): number | null {
  const last = guesses[tried - 1];
  return last !== undefined && open.slice(0, opened).includes(last) ? last : null;
}

/** The first run is over: it has hit, or there are no guesses left. */
export const firstOver = (state: BirthdayState): boolean =>
  state.hits.length > 0 || state.tried >= state.config.probes || hitPort(state) !== null;

function explain(state: BirthdayState, action: BirthdayAction): string | null {
  const { config, opened, hits } = state;
  const whole = 'count' in action ? Number.isInteger(action.count) && action.count > 0 : true;
  if (!whole) return 'It takes a whole number, one or more.';
  switch (action.type) {
    case 'open':
      return opened + action.count > config.sockets
        ? `There are ${config.sockets - opened} sockets left to open.`
        : null;
    case 'guess':
      if (opened === 0) return 'No port is open yet.';
      return firstOver(state) ? 'This run is over.' : null;
    case 'runs':
      if (!firstOver(state)) return 'The first run is not over.';
      return hits.length + action.count > config.runs + 1
        ? `There are ${config.runs + 1 - hits.length} runs left.`
        : null;
    case 'set':
      return settable(action);
  }
}

function settable({ sockets, probes }: { sockets: number; probes: number }): string | null {
  const fits = (n: number, most: number) => Number.isInteger(n) && n >= 1 && n <= most;
  if (!fits(sockets, MOST.sockets)) return `It takes 1 to ${MOST.sockets} sockets.`;
  return fits(probes, MOST.probes) ? null : `It takes 1 to ${MOST.probes} guesses.`;
}

interface Stepped {
  readonly state: BirthdayState;
  readonly events: readonly BirthdayEvent[];
}

function perform(state: BirthdayState, action: BirthdayAction): Stepped {
  switch (action.type) {
    case 'open': {
      const opened = state.opened + action.count;
      return { state: { ...state, opened }, events: [{ kind: 'open', count: action.count }] };
    }
    case 'guess':
      return guess(state, action.count);
    case 'runs':
      return runs(state, action.count);
    case 'set': {
      const { sockets, probes } = action;
      const state2 = begun({ ...state.config, sockets, probes }, state.seed);
      return { state: state2, events: [{ kind: 'set' }] };
    }
  }
}

function guess(state: BirthdayState, count: number): Stepped {
  const { open, opened, guesses, config } = state;
  const live = new Set(open.slice(0, opened));
  let tried = state.tried;
  const most = Math.min(config.probes, tried + count);
  while (tried < most) {
    const port = guesses[tried]!;
    tried += 1;
    if (!live.has(port)) continue;
    const hits = [tried];
    return { state: { ...state, tried, hits }, events: [{ kind: 'hit', port, at: tried }] };
  }
  const port = guesses[tried - 1]!;
  const missed: BirthdayEvent = { kind: 'miss', port, count: tried - state.tried };
  if (tried < config.probes) return { state: { ...state, tried }, events: [missed] };
  return { state: { ...state, tried, hits: [-1] }, events: [missed, { kind: 'spent' }] };
}

function runs(state: BirthdayState, count: number): Stepped {
  const { sockets, probes } = state.config;
  const found = [...firstHits(sockets, probes, state.seed, { from: state.hits.length, count })];
  const hits = found.filter((n) => n > 0).length;
  return {
    state: { ...state, hits: [...state.hits, ...found] },
    events: [{ kind: 'runs', count, hits }],
  };
}

/** Near certainty to two places, so that it does not look like certainty. */
export const percent = (share: number): string =>
  `${(100 * share).toFixed(share > 0.995 && share < 1 ? 2 : 1)} %`;

function caption(state: BirthdayState, events: readonly BirthdayEvent[]): string {
  const { config, opened, tried, hits } = state;
  const [event] = events;
  if (!event || event.kind === 'set') {
    return `B’s NAT gives every flow a port of its own, drawn from ${PORTS.toLocaleString('en')}. A knows B’s address and none of them.`;
  }
  switch (event.kind) {
    case 'open':
      return `B has sent to A from ${opened} ${opened === 1 ? 'socket' : 'sockets'}: so many ports of B’s NAT now let A in. A does not know which.`;
    case 'miss': {
      const guesses = event.count === 1 ? 'the guess' : `${event.count} guesses, the last`;
      const spent = events.some(({ kind }) => kind === 'spent') ? ' A has no guesses left.' : '';
      return `${tried} tried: ${guesses} ${event.port}, and it is not open. By now it would have hit with ${percent(chance(opened, tried))}.${spent}`;
    }
    case 'hit':
      return `Guess ${event.at} is ${event.port}, and that is open: A’s packet is let in. It took ${seconds(event.at / config.rate)} at ${config.rate} a second.`;
    case 'spent':
      return 'A has no guesses left.';
    case 'runs':
      return runsWords(hits, config);
  }
}

const seconds = (s: number): string => `${s.toFixed(1)} seconds`;

function runsWords(hits: readonly number[], { sockets, probes }: BirthdayConfig): string {
  const within = hits.filter((n) => n > 0).length;
  const expected = percent(chance(sockets, probes));
  return `${hits.length} runs: ${within} hit within ${probes} guesses, ${percent(within / hits.length)}. The formula says ${expected}.`;
}

export const birthdayEngine: Engine<BirthdayConfig, BirthdayState, BirthdayAction, BirthdayEvent> =
  {
    init: begun,
    enabled(state) {
      const { config, opened, hits } = state;
      const offers: readonly BirthdayAction[] = [
        { type: 'open', count: config.sockets - opened },
        { type: 'guess', count: 1 },
        { type: 'guess', count: 64 },
        { type: 'runs', count: Math.min(50, config.runs + 1 - hits.length) },
        { type: 'set', sockets: 64, probes: config.probes },
        { type: 'set', sockets: 1024, probes: config.probes },
        { type: 'set', sockets: config.sockets, probes: 174 },
        { type: 'set', sockets: config.sockets, probes: 2048 },
      ];
      return offers.filter(
        (action) =>
          explain(state, action) === null &&
          !(
            action.type === 'set' &&
            action.sockets === config.sockets &&
            action.probes === config.probes
          ),
      );
    },
    explain,
    step(state, action) {
      assertLegal(birthdayEngine, state, action);
      return perform(state, action);
    },
    caption,
    describe(_, action) {
      if (action.type === 'open') return `B opens ${action.count} sockets`;
      if (action.type === 'guess')
        return action.count === 1 ? 'A guesses once' : `A guesses ${action.count} times`;
      if (action.type === 'runs') return `Play ${action.count} more runs`;
      return `From the beginning with ${action.sockets} sockets and ${action.probes} guesses`;
    },
    invariants: {
      'no port is guessed twice': ({ guesses, tried }) =>
        new Set(guesses.slice(0, tried)).size === tried ? null : 'A port was guessed twice.',
    },
    ticks: [
      { id: 'miss', label: 'a guess misses', tone: 'soft', shape: 'bar' },
      { id: 'runs', label: 'more runs', tone: 'accent', shape: 'bar' },
      { id: 'hit', label: 'a guess hits', tone: 'fresh', shape: 'disc' },
    ],
    tick: ([event]) => (event && ['hit', 'miss', 'runs'].includes(event.kind) ? event.kind : null),
    grains: [
      { id: 'guess', label: 'Guess' },
      { id: 'stage', label: 'Stage' },
    ],
    grain: (events) => (events.some(({ kind }) => kind === 'miss') ? 0 : 1),
  };
