import { leaderOf } from '../engine/game/letters.ts';
import { memberName, valueName } from '../engine/game/names.ts';
import { type Condition, conditionsOf, isFormal } from '../engine/game/rules.ts';
import type { GameAction, GameState } from '../engine/game/types.ts';
import { NONE } from '../engine/spec/types.ts';
import type { GameFrame } from './board-view.ts';

type Variable = 'maxBal' | 'maxVBal' | 'maxVal';

/** A frame in the terms of Paxos.tla: the action taken, its conjuncts, what it changed. */
export interface FormalView {
  readonly name: string;
  readonly note: string;
  readonly conditions: readonly Condition[];
  readonly effects: readonly string[];
  readonly variables: readonly ({
    readonly member: string;
    readonly changed: readonly Variable[];
  } & Readonly<Record<Variable, string>>)[];
  readonly messages: string;
}

export function formalView(before: GameFrame | null, frame: GameFrame, tried: unknown): FormalView {
  const { state } = frame;
  const shown = tried ? { from: state, action: tried as GameAction } : taken(before, frame);
  return {
    ...namesOf(shown, tried !== null && tried !== undefined),
    conditions: shown ? conditionsOf(shown.from, shown.action).filter((c) => c.formula !== '') : [],
    effects: shown && !tried ? effectsOf(shown.from, shown.action) : [],
    variables: variablesOf(before?.state ?? null, state),
    messages: messagesOf(state),
  };
}

interface Taken {
  readonly from: GameState;
  readonly action: GameAction;
}

/** A letter that arrives is the promise or the vote that it brings about. */
function taken(before: GameFrame | null, { action, events }: GameFrame): Taken | null {
  if (!before || !action) return null;
  const event = events.find((e) => e.kind === 'promise' || e.kind === 'vote');
  if (action.type !== 'deliver' || !event) return { from: before.state, action };
  const { ballot, member, value } = event;
  return event.kind === 'promise'
    ? { from: before.state, action: { type: 'promise', ballot, member } }
    : { from: before.state, action: { type: 'vote', ballot, member, value } };
}

function namesOf(shown: Taken | null, tried: boolean): Pick<FormalView, 'name' | 'note'> {
  if (!shown)
    return { name: 'Init', note: 'Nobody has taken part in anything, and nothing is sent.' };
  const { action } = shown;
  if (!isFormal(action)) {
    return {
      name: 'UNCHANGED vars',
      note: 'The specification does not see this: it is about the table, not the protocol.',
    };
  }
  return { name: actionName(action), note: tried ? 'was tried, and is not enabled.' : '' };
}

function actionName(action: GameAction): string {
  switch (action.type) {
    case 'ask':
      return `Phase1a(${action.ballot})`;
    case 'promise':
      return `Phase1b(${memberName(action.member)}), m.bal = ${action.ballot}`;
    case 'propose':
      return `Phase2a(${action.ballot}, ${valueName(action.value)})`;
    case 'vote':
      return `Phase2b(${memberName(action.member)}), m.bal = ${action.ballot}`;
    default:
      return '';
  }
}

function effectsOf(from: GameState, action: GameAction): readonly string[] {
  switch (action.type) {
    case 'ask':
      return [`Send([type |-> "1a", bal |-> ${action.ballot}])`];
    case 'promise': {
      const a = memberName(action.member);
      const voted = from.spec.maxVBal[action.member]!;
      const value = from.spec.maxVal[action.member]!;
      const said = value === NONE ? 'None' : valueName(value);
      return [
        `maxBal′[${a}] = ${action.ballot}`,
        `Send([type |-> "1b", acc |-> ${a}, bal |-> ${action.ballot}, mbal |-> ${voted}, mval |-> ${said}])`,
      ];
    }
    case 'propose':
      return [
        `Send([type |-> "2a", bal |-> ${action.ballot}, val |-> ${valueName(action.value)}])`,
      ];
    case 'vote': {
      const a = memberName(action.member);
      return [
        `maxBal′[${a}] = maxVBal′[${a}] = ${action.ballot}, maxVal′[${a}] = ${valueName(action.value)}`,
        `Send([type |-> "2b", acc |-> ${a}, bal |-> ${action.ballot}, val |-> ${valueName(action.value)}])`,
      ];
    }
    default:
      return [];
  }
}

function variablesOf(before: GameState | null, state: GameState): FormalView['variables'] {
  const { spec } = state;
  return spec.maxBal.map((_, member) => {
    const now = (variable: Variable) => spec[variable][member]!;
    const changed = (['maxBal', 'maxVBal', 'maxVal'] as const).filter(
      (variable) => before !== null && before.spec[variable][member] !== now(variable),
    );
    return {
      member: memberName(member),
      maxBal: String(now('maxBal')),
      maxVBal: String(now('maxVBal')),
      maxVal: now('maxVal') === NONE ? 'None' : valueName(now('maxVal')),
      changed,
    };
  });
}

function messagesOf(state: GameState): string {
  const counts = ['1a', '1b', '2a', '2b'].map((type) => {
    const n = state.spec.messages.filter((m) => m.type === type).length;
    return `${n} of type ${type}`;
  });
  const leaders =
    leaderOf(state, 0) === 0
      ? ' The specification names no leader: whoever has a quorum’s 1b may send the 2a.'
      : '';
  return `msgs holds ${counts.join(', ')}.${leaders}`;
}
