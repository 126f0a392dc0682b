import type { GenericSchema } from 'valibot';
import {
  type AnyScenario,
  type Frame,
  type LabelTest,
  type Question,
  type Scenario,
  scripted,
} from '../../lab/engine.ts';
import { choosingBallots, dutiesOf } from './engine/log/derived.ts';
import { logEngine } from './engine/log/engine.ts';
import {
  type LogAction,
  type LogConfig,
  type LogEvent,
  type LogState,
  NO_OP,
} from './engine/log/types.ts';

type LogScenario = Scenario<LogConfig, LogState, LogAction, LogEvent>;
type LogFrame = Frame<LogState, LogAction, LogEvent>;
type Label = LabelTest<LogState, LogAction, LogEvent>;
type Made = 'engine' | 'actionSchema' | 'seed' | 'limit' | 'course' | 'figures';

/** Few readers arrive by a link that needs it. */
async function loadLogActionSchema(): Promise<GenericSchema<unknown, LogAction>> {
  return (await import('./log-action-schema.ts')).logActionSchema;
}

/** A played run: its own moves, and after a reader's change the reader's. */
function played(moves: readonly LogAction[], named: Omit<LogScenario, Made>): AnyScenario {
  const scenario: LogScenario = {
    engine: logEngine,
    actionSchema: loadLogActionSchema,
    seed: 0,
    limit: 200,
    course: scripted(moves),
    figures: ['Log'],
    ...named,
  };
  return scenario;
}

const ask = (ballot: number): LogAction => ({ type: 'ask', ballot });
const promise = (ballot: number, member: number): LogAction => ({
  type: 'promise',
  ballot,
  member,
});
const submit: LogAction = { type: 'submit' };
/** Slots as the captions count them, from 1. */
const propose = (ballot: number, slot: number, value: string): LogAction => ({
  type: 'propose',
  ballot,
  slot: slot - 1,
  value,
});
const accept = (ballot: number, slot: number, member: number): LogAction => ({
  type: 'accept',
  ballot,
  slot: slot - 1,
  member,
});
const learn = (member: number, slot: number): LogAction => ({
  type: 'learn',
  member,
  slot: slot - 1,
});
const catchUp = (member: number): LogAction => ({ type: 'catch-up', member });

/** R0 keeps the log until it crashes: slot 3 is lost, slot 4 chosen unknown, slot 5 half done. */
const REIGN_OF_R0: readonly LogAction[] = [
  ask(0),
  promise(0, 1),
  promise(0, 2),
  submit,
  propose(0, 1, 'x=1'),
  accept(0, 1, 1),
  accept(0, 1, 2),
  submit,
  propose(0, 2, 'y=2'),
  accept(0, 2, 1),
  learn(1, 1),
  accept(0, 2, 3),
  learn(1, 2),
  submit,
  propose(0, 3, 'z=3'),
  submit,
  propose(0, 4, 'x=4'),
  accept(0, 4, 1),
  submit,
  propose(0, 5, 'y=5'),
  accept(0, 5, 3),
  { type: 'crash', member: 0 },
  accept(0, 4, 2),
];

const REIGN_OF_R1: readonly LogAction[] = [
  ask(1),
  promise(1, 2),
  promise(1, 3),
  propose(1, 4, 'x=4'),
  accept(1, 4, 2),
  accept(1, 4, 3),
  propose(1, 3, NO_OP),
  accept(1, 3, 2),
  accept(1, 3, 3),
  propose(1, 5, 'y=5'),
  accept(1, 5, 2),
  accept(1, 5, 4),
  propose(1, 6, 'z=3'),
  accept(1, 6, 2),
  accept(1, 6, 3),
  submit,
  propose(1, 7, 'z=6'),
  accept(1, 7, 3),
  accept(1, 7, 4),
  { type: 'restart', member: 0 },
  catchUp(4),
  catchUp(0),
  catchUp(2),
  catchUp(3),
];

const has =
  (kind: LogEvent['kind']): Label =>
  ({ events }) =>
    events.some((e) => e.kind === kind);

const chooses =
  (slot: number, known: boolean): Label =>
  ({ events }) =>
    events.some((e) => e.kind === 'chosen' && e.slot === slot - 1) &&
    events.some((e) => e.kind === 'learn') === known;

const proposes =
  (ground: 'report' | 'gap' | 'client', ballot: number): Label =>
  ({ events }) =>
    events.some((e) => e.kind === 'propose' && e.ground === ground && e.ballot === ballot);

const quorumFor =
  (ballot: number): Label =>
  ({ events }) =>
    events.some((e) => e.kind === 'promise' && e.ballot === ballot && e.quorum);

const knowsAll: Label = ({ state }: LogFrame) =>
  state.members.every((m) => m.up && m.known.every((value) => value !== null));

const FILLINGS = {
  lost: 'z=3, which R0 had proposed there',
  noOp: 'A no-op',
  fresh: 'The next command that a client sends',
  nothing: 'Nothing: R1 begins behind the last vote',
} as const;

const whatFillsTheGap: Question<LogState, LogAction, LogEvent> = {
  text: 'R1 has its quorum, and nobody in it has a vote in slot 3. What will R1 put there?',
  at: 'gap',
  reveal: 'no-op',
  choices: () => Object.values(FILLINGS),
  answer: ({ events }) => {
    const put = events.find((e) => e.kind === 'propose' && e.slot === 2);
    if (put?.kind !== 'propose') return FILLINGS.nothing;
    if (put.value === NO_OP) return FILLINGS.noOp;
    return put.value === 'z=3' ? FILLINGS.lost : FILLINGS.fresh;
  },
};

const multiPaxos = played([...REIGN_OF_R0, ...REIGN_OF_R1], {
  id: 'multi-paxos',
  title: 'A leader leaves a gap',
  summary:
    'A leader crashes with its log half done, and one phase 1 lets the next mend every slot.',
  config: {
    members: 5,
    slots: 7,
    ballots: 10,
    commands: ['x=1', 'y=2', 'z=3', 'x=4', 'y=5', 'z=6'],
    crashes: 4,
    broken: null,
  },
  questions: { 'fill-the-gap': whatFillsTheGap },
  labels: {
    'phase-1-once': quorumFor(0),
    'committed-first': chooses(1, true),
    'second-slot': ({ events }) =>
      events.some((e) => e.kind === 'propose' && e.slot === 1 && e.ballot === 0),
    'leader-dead': has('crash'),
    'chosen-unknown': chooses(4, false),
    'takes-over': ({ events }) => events.some((e) => e.kind === 'ask' && e.ballot === 1),
    gap: (frame) =>
      quorumFor(1)(frame) && dutiesOf(frame.state, 1).some((duty) => duty.kind === 'gap'),
    copied: proposes('report', 1),
    'no-op': proposes('gap', 1),
    'gap-closed': ({ events }) => events.some((e) => e.kind === 'apply' && e.slots.length > 1),
    'minority-revived': ({ events, state }) =>
      events.some((e) => e.kind === 'chosen' && e.slot === 4 && !e.again) &&
      choosingBallots(state, 4)[0] === 1,
    'new-command': proposes('client', 1),
    back: has('restart'),
    'caught-up': knowsAll,
  },
  poster: 'gap',
});

const LATE: readonly LogAction[] = [
  ask(0),
  promise(0, 1),
  submit,
  propose(0, 1, 'x=1'),
  submit,
  propose(0, 2, 'y=2'),
  accept(0, 1, 1),
  accept(0, 2, 1),
  learn(2, 1),
  submit,
  propose(0, 3, 'z=3'),
  accept(0, 3, 2),
  learn(2, 3),
  learn(1, 2),
  learn(2, 2),
  catchUp(1),
];

const learnerLate = played(LATE, {
  id: 'learner-late',
  title: 'A learner that hears late',
  summary: 'A slot is chosen long before everyone knows, and no member applies past a hole.',
  config: {
    members: 3,
    slots: 4,
    ballots: 6,
    commands: ['x=1', 'y=2', 'z=3', 'x=4'],
    crashes: 2,
    broken: null,
  },
  labels: {
    'chosen-by-two': chooses(1, true),
    'first-learnt': ({ events }) => events.some((e) => e.kind === 'learn' && e.member === 2),
    hole: ({ events }) =>
      events.some((e) => e.kind === 'learn' && e.member === 2 && e.slots[0] === 2),
    'hole-closed': ({ events }) =>
      events.some((e) => e.kind === 'apply' && e.member === 2 && e.slots.length > 1),
    'caught-up': ({ state }) =>
      state.members.every((m) => m.known.slice(0, 3).every((value) => value !== null)),
  },
  poster: 'hole',
});

export const logScenarios: readonly AnyScenario[] = [multiPaxos, learnerLate];
