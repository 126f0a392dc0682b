import type { Condition as WordedCondition } from '../conditions.ts';
import { allowedProposals } from '../spec/rules.ts';
import type { SpecAction } from '../spec/types.ts';
import { NONE } from '../spec/types.ts';
import {
  findLetter,
  heardBy,
  heardFrom,
  isAsked,
  isAway,
  leaderOf,
  proposedIn,
  votesOf,
} from './letters.ts';
import { memberName, valueName } from './names.ts';
import {
  awayReasons,
  closedReasons,
  copyReasons,
  lostReasons,
  type Reason,
  silentReasons,
} from './reasons.ts';
import type { GameAction, GameState, LetterName } from './types.ts';

/** What the specification asks of a move, or what the table does to it. */
export type Condition = WordedCondition<Reason>;

type Of<Type extends GameAction['type']> = Extract<GameAction, { readonly type: Type }>;

const holding = (
  formula: string,
  rule: string,
  holds: boolean,
  reasons: () => readonly Reason[],
) => ({
  formula,
  rule,
  holds,
  off: false,
  reasons: holds ? [] : reasons(),
});

/** What has to hold for a move, in the order in which a refusal names it. */
export function conditionsOf(state: GameState, action: GameAction): readonly Condition[] {
  switch (action.type) {
    case 'ask':
      return askConditions(state, action);
    case 'promise':
      return promiseConditions(state, action);
    case 'propose':
      return proposeConditions(state, action);
    case 'vote':
      return voteConditions(state, action);
    case 'crash':
    case 'restart':
      return presenceConditions(state, action);
    case 'set-up':
      return setUpConditions(state);
    default:
      return letterConditions(state, action);
  }
}

/** The moves that the specification knows, and those that only the table does. */
export function isFormal(action: GameAction): boolean {
  return ['ask', 'promise', 'propose', 'vote'].includes(action.type);
}

function present(state: GameState, member: number): Condition {
  return holding('', `${memberName(member)} has to be there.`, !isAway(state, member), () =>
    awayReasons(member),
  );
}

function onBoard(state: GameState, ballot: number): Condition {
  const { ballots } = state.config.board;
  return holding(
    `${ballot} ∈ Ballot`,
    `Ballots go from 0 to ${ballots - 1} here.`,
    Number.isInteger(ballot) && ballot >= 0 && ballot < ballots,
    () => [{ text: `There is no ballot ${ballot} on this board.`, cell: null }],
  );
}

function atTable({ config }: GameState, member: number): Condition {
  const { acceptors } = config.board;
  return holding(
    '',
    `Members go from R0 to R${acceptors - 1} here.`,
    member >= 0 && member < acceptors,
    () => [{ text: `There is no member R${member}.`, cell: null }],
  );
}

function inColours({ config }: GameState, value: number): Condition {
  const { values } = config.board;
  return holding('', `There are ${values} colours here.`, value >= 0 && value < values, () => [
    { text: `There is no colour ${value}.`, cell: null },
  ]);
}

function askConditions(state: GameState, { ballot }: Of<'ask'>): readonly Condition[] {
  const leader = leaderOf(state, ballot);
  const lost = state.post.some((l) => l.kind === '1a' && l.ballot === ballot && l.dropped);
  return [
    onBoard(state, ballot),
    present(state, leader),
    holding(
      '',
      'Ask again only those whose letter was lost.',
      !isAsked(state, ballot) || lost,
      () => [
        {
          text: `${memberName(leader)} has asked everyone for ballot ${ballot}, and no letter of that was lost.`,
          cell: { member: leader, ballot },
        },
      ],
    ),
  ];
}

function reaches(state: GameState, name: LetterName): Condition {
  const letter = findLetter(state, name);
  const good = letter !== null && letter.waiting > 0 && !letter.held;
  return holding('', 'A letter has to arrive before it can be answered.', good, () =>
    lostReasons(state, name, letter),
  );
}

function promiseConditions(
  state: GameState,
  { member, ballot }: Of<'promise'>,
): readonly Condition[] {
  const a = memberName(member);
  const leader = leaderOf(state, ballot);
  const most = state.spec.maxBal[member] ?? NONE;
  return [
    onBoard(state, ballot),
    present(state, member),
    holding(
      `∃ m ∈ msgs : m.type = "1a" ∧ m.bal = ${ballot}`,
      'Promise only what somebody asks for.',
      isAsked(state, ballot),
      () => [
        {
          text: `${memberName(leader)} leads ballot ${ballot} and has not asked for it.`,
          cell: { member: leader, ballot },
        },
      ],
    ),
    holding(
      `${ballot} > maxBal[${a}]`,
      'Promise only a higher ballot than ever before.',
      ballot > most,
      () => closedReasons(state, member, ballot),
    ),
    reaches(state, { kind: '1a', ballot, member, value: NONE }),
  ];
}

function voteConditions(state: GameState, action: Of<'vote'>): readonly Condition[] {
  const { member, ballot, value } = action;
  const a = memberName(member);
  const leader = leaderOf(state, ballot);
  const proposed = proposedIn(state, ballot);
  const before = votesOf(state, member, ballot);
  const most = state.spec.maxBal[member] ?? NONE;
  return [
    onBoard(state, ballot),
    present(state, member),
    holding(
      `∃ m ∈ msgs : m.type = "2a" ∧ m.bal = ${ballot} ∧ m.val = ${valueName(value)}`,
      'Vote only for what the ballot’s leader proposed.',
      proposed.includes(value),
      () => [
        {
          text:
            proposed.length > 0
              ? `${memberName(leader)} proposed ${valueName(proposed[0]!)} in ballot ${ballot}.`
              : `${memberName(leader)} has proposed nothing in ballot ${ballot}.`,
          cell: { member: leader, ballot },
        },
      ],
    ),
    holding('', 'Vote once for a proposal.', !before.includes(value), () => [
      { text: `${a} has this vote on its row already.`, cell: { member, ballot } },
    ]),
    {
      ...holding(
        `${ballot} ≥ maxBal[${a}]`,
        'Keep the promise: never vote in an earlier ballot.',
        ballot >= most,
        () => closedReasons(state, member, ballot),
      ),
      off: state.config.board.broken === 'break-promise',
    },
    reaches(state, { kind: '2a', ballot, member, value }),
  ];
}

function proposeConditions(
  state: GameState,
  { ballot, value }: Of<'propose'>,
): readonly Condition[] {
  const { board } = state.config;
  const leader = leaderOf(state, ballot);
  const proposed = proposedIn(state, ballot);
  const heard = heardFrom(state, ballot);
  const skips = board.broken === 'skip-phase-1';
  const complete = board.quorums1.some((q) => (q & heard) === q);
  return [
    onBoard(state, ballot),
    inColours(state, value),
    present(state, leader),
    {
      ...holding(
        `¬∃ m ∈ msgs : m.type = "2a" ∧ m.bal = ${ballot}`,
        'Propose one value in a ballot, once.',
        proposed.length === 0,
        () => [
          {
            text: `${memberName(leader)} has proposed ${proposed.map(valueName).join(' and ')} in ballot ${ballot}.`,
            cell: { member: leader, ballot },
          },
        ],
      ),
      off: board.broken === 'equivocate' && !proposed.includes(value),
    },
    {
      ...holding(
        `∃ Q ∈ Quorum1 : ∀ a ∈ Q : a has sent "1b" in ${ballot}`,
        'Propose only when a quorum has promised.',
        complete,
        () => silentReasons(state, ballot),
      ),
      off: skips,
    },
    copyCondition(state, ballot, value, skips || !complete),
  ];
}

/** Of the last condition, the rule book's own: it is asked only where a quorum has promised. */
function copyCondition(state: GameState, ballot: number, value: number, off: boolean): Condition {
  const { broken } = state.config.board;
  const rule =
    broken === 'copy-any'
      ? 'Copy any vote that was reported.'
      : 'Copy the reported vote that has the highest ballot.';
  return {
    ...holding(
      `Q1bv = {} ∨ ∃ m ∈ Q1bv : m.mval = ${valueName(value)} ∧ ∀ n ∈ Q1bv : m.mbal ≥ n.mbal`,
      rule,
      off || proposalIn(state, ballot, value, true) !== null,
      () => copyReasons(state, ballot, value),
    ),
    off: off || broken === 'ignore-votes',
  };
}

/**
 * The specification's own action for a proposal, with a quorum among those the
 * leader has heard; `null` if there is none. `lenient` asks as if nothing had
 * been proposed in the ballot.
 */
export function proposalIn(
  state: GameState,
  ballot: number,
  value: number,
  lenient = false,
): Extract<SpecAction, { type: '2a' }> | null {
  const heard = heardFrom(state, ballot);
  const reports = heardBy(state, ballot);
  const messages = lenient
    ? state.spec.messages.filter((m) => !(m.type === '2a' && m.ballot === ballot))
    : state.spec.messages;
  // An amnesiac may have promised twice: only what arrived counts.
  const known = messages.filter(
    (m) => m.type !== '1b' || m.ballot !== ballot || reports.includes(m),
  );
  for (const action of allowedProposals({ ...state.spec, messages: known }, ballot)) {
    if (action.value !== value) continue;
    if (state.config.board.broken === 'skip-phase-1') return action;
    if ((action.quorum & heard) === action.quorum) return action;
  }
  return null;
}

function presenceConditions(
  state: GameState,
  action: Of<'crash'> | Of<'restart'>,
): readonly Condition[] {
  const { member } = action;
  const name = memberName(member);
  if (action.type === 'crash') {
    return [
      atTable(state, member),
      holding('', 'Only who is there can leave.', !isAway(state, member), () => [
        { text: `${name} is away already.`, cell: null },
      ]),
    ];
  }
  const returns = holding('', 'Only who is away can return.', isAway(state, member), () => [
    { text: `${name} is there.`, cell: null },
  ]);
  const forgets = holding(
    '',
    'Keep promise and votes where a crash cannot reach them.',
    action.memory === 'kept' || state.config.board.broken === 'amnesia',
    () => [
      {
        text: `${name} promised ${state.spec.maxBal[member] === NONE ? 'nothing yet' : `ballot ${state.spec.maxBal[member]}`}, and may not forget it.`,
        cell: null,
      },
    ],
  );
  return [returns, forgets];
}

function setUpConditions(state: GameState): readonly Condition[] {
  const untouched = state.post.length === 0 && state.away === 0;
  return [
    holding('', 'Set the board up before the first move.', untouched, () => [
      { text: 'The game has begun.', cell: null },
    ]),
  ];
}

function letterConditions(
  state: GameState,
  action: Of<'deliver' | 'hold' | 'release' | 'drop' | 'duplicate'>,
): readonly Condition[] {
  const letter = findLetter(state, action);
  const sent = holding('', 'Only a letter that was written can travel.', letter !== null, () => [
    { text: 'No such letter was written.', cell: null },
  ]);
  if (!letter) return [sent];
  const lies = (rule: string, holds: boolean) =>
    holding('', rule, holds, () => lostReasons(state, action, letter));
  switch (action.type) {
    case 'deliver': {
      const reader =
        action.kind === '1a' || action.kind === '2a'
          ? action.member
          : leaderOf(state, action.ballot);
      return [
        sent,
        lies('Only a letter on its way arrives.', letter.waiting > 0 && !letter.held),
        present(state, reader),
      ];
    }
    case 'hold':
      return [
        sent,
        lies('Only a letter on its way can be held.', letter.waiting > 0 && !letter.held),
      ];
    case 'release':
      return [sent, lies('Only a held letter can be let go.', letter.held)];
    case 'drop':
      return [sent, lies('Only a letter on its way can be lost.', letter.waiting > 0)];
    default:
      return [sent, lies('A lost letter cannot be copied.', !letter.dropped)];
  }
}
