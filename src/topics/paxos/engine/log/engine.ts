import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { invariants } from './invariants.ts';
import { enabledActions } from './menu.ts';
import { perform } from './moves.ts';
import { explain } from './refusal.ts';
import { type LogAction, type LogConfig, type LogEvent, type LogState, NONE } from './types.ts';
import { captionOf, describeAction } from './words.ts';

/**
 * Multi-Paxos: Lamport's “Paxos Made Simple”, section 3. Every slot of the log is
 * an instance of Paxos, and one ballot's phase 1 serves all of them.
 */
export const logEngine: Engine<LogConfig, LogState, LogAction, LogEvent> = {
  init: firstState,
  enabled: enabledActions,
  explain,
  step(state, action) {
    assertLegal(logEngine, state, action);
    return perform(state, action);
  },
  caption: captionOf,
  describe: describeAction,
  invariants,
  ticks: [
    { id: 'learn', label: 'learn', tone: 'soft', shape: 'disc' },
    { id: 'ask', label: 'ask', tone: 'soft', shape: 'bar' },
    { id: 'promise', label: 'promise', tone: 'active', shape: 'square' },
    { id: 'propose', label: 'propose', tone: 'ink', shape: 'triangle' },
    { id: 'accept', label: 'accept', tone: 'accent', shape: 'disc' },
    { id: 'chosen', label: 'chosen', tone: 'fresh', shape: 'square' },
    { id: 'crash', label: 'crash', tone: 'danger', shape: 'bar' },
  ],
  tick(events) {
    const kinds = new Set(events.map((e) => e.kind));
    for (const kind of [
      'crash',
      'chosen',
      'accept',
      'propose',
      'promise',
      'ask',
      'learn',
    ] as const) {
      if (kinds.has(kind)) return kind;
    }
    return null;
  },
  grains: [
    { id: 'move', label: 'Move' },
    { id: 'phase', label: 'Phase' },
  ],
  // A phase ends where a quorum is complete, in either phase, or a member comes or goes.
  grain: (events) =>
    events.some((e) =>
      e.kind === 'promise' ? e.quorum : ['chosen', 'crash', 'restart'].includes(e.kind),
    )
      ? 1
      : 0,
};

function firstState(config: LogConfig): LogState {
  const empty = <T>(value: T): readonly T[] => Array.from({ length: config.slots }, () => value);
  return {
    config,
    submitted: 0,
    crashes: 0,
    terms: Array.from({ length: config.ballots }, () => ({
      asked: false,
      open: false,
      heard: [],
      proposed: empty(null),
      votes: empty(0),
    })),
    members: Array.from({ length: config.members }, () => ({
      up: true,
      promised: NONE,
      accepted: empty(null),
      known: empty(null),
    })),
  };
}
