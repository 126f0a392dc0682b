import { allHold, type Check, type Condition, check, inWords } from '../conditions.ts';
import { memberName, valueName } from '../game/names.ts';
import { FAST, isPrepared, leaderOf, pickOf } from './derived.ts';
import {
  about,
  closedReasons,
  mayHaveWonReasons,
  onlyReasons,
  type Reason,
  silentReasons,
} from './reasons.ts';
import { type FastAction, type FastState, NONE } from './types.ts';

type Of<Type extends FastAction['type']> = Extract<FastAction, { readonly type: Type }>;

type Checks = Generator<Check<Reason>>;

export function isLegal(state: FastState, action: FastAction): boolean {
  return allHold(checksOf(state, action));
}

/** What has to hold for a move, in the order in which a refusal names it. */
export function conditionsOf(state: FastState, action: FastAction): readonly Condition<Reason>[] {
  return inWords(checksOf(state, action));
}

function* checksOf(state: FastState, action: FastAction): Checks {
  const outside = outOfBounds(state, action);
  if (outside) {
    yield outside;
    return;
  }
  switch (action.type) {
    case 'open':
      yield check(
        !state.ballots[FAST]!.asked,
        () => '¬open',
        'Open ballot 0 once.',
        () =>
          about('Ballot 0 is open to proposals already.', {
            member: leaderOf(state, FAST),
            ballot: FAST,
          }),
      );
      return;
    case 'client':
      yield check(
        (state.sent & (1 << action.value)) === 0,
        () => `${valueName(action.value)} ∉ sent`,
        'Send a proposal once.',
        () => about(`A client has proposed ${valueName(action.value)} already.`),
      );
      return;
    case 'ask':
      return yield* askChecks(state, action);
    case 'promise':
      return yield* promiseChecks(state, action);
    case 'propose':
      return yield* proposeChecks(state, action);
    case 'vote':
      return yield* voteChecks(state, action);
  }
}

function outOfBounds({ config }: FastState, action: FastAction): Check<Reason> | null {
  const within = (n: number, limit: number) => Number.isInteger(n) && n >= 0 && n < limit;
  const outside = (rule: string, text: string) =>
    check(
      false,
      () => '',
      rule,
      () => about(text),
    );
  const last = `R${config.members - 1}`;
  if ('member' in action && !within(action.member, config.members)) {
    return outside(
      `Members go from R0 to ${last}.`,
      `There is no member ${action.member}: they are R0 to ${last}.`,
    );
  }
  if ('ballot' in action && !within(action.ballot, config.ballots)) {
    const rule = `Ballots go from 0 to ${config.ballots - 1} here.`;
    return outside(rule, rule);
  }
  if ('value' in action && !within(action.value, config.values)) {
    return outside(`There are ${config.values} values.`, `There is no value ${action.value} here.`);
  }
  return null;
}

function classic(ballot: number, rule: string, text: string): Check<Reason> {
  return check(
    ballot !== FAST,
    () => `${ballot} ≠ 0`,
    rule,
    () => about(text),
  );
}

function isAsked(state: FastState, ballot: number, rule: string): Check<Reason> {
  const member = leaderOf(state, ballot);
  return check(
    state.ballots[ballot]!.asked,
    () => `asked[${ballot}]`,
    rule,
    () => about(`${memberName(member)} has not asked for ballot ${ballot}.`, { member, ballot }),
  );
}

const NO_PROMISES = 'Ballot 0 is the first, so nobody has to promise anything for it.';

function* askChecks(state: FastState, { ballot }: Of<'ask'>): Checks {
  const member = leaderOf(state, ballot);
  yield classic(ballot, 'Ask for promises only in a classic ballot.', NO_PROMISES);
  yield check(
    !state.ballots[ballot]!.asked,
    () => `¬asked[${ballot}]`,
    'Ask for a ballot once.',
    () => about(`${memberName(member)} has asked for ballot ${ballot} before.`, { member, ballot }),
  );
}

function* promiseChecks(state: FastState, { ballot, member }: Of<'promise'>): Checks {
  yield classic(ballot, 'Promise only a classic ballot.', NO_PROMISES);
  yield isAsked(state, ballot, 'Promise only what somebody asks for.');
  yield check(
    state.members[member]!.promised < ballot,
    () => `${ballot} > rnd[${memberName(member)}]`,
    'Promise only a higher ballot than ever before.',
    () => closedReasons(state, member, ballot),
  );
}

function* proposeChecks(state: FastState, action: Of<'propose'>): Checks {
  const { ballot } = action;
  const leader = leaderOf(state, ballot);
  const { proposed } = state.ballots[ballot]!;
  yield classic(
    ballot,
    'Leave the fast ballot to the clients.',
    'In ballot 0 the clients propose, not the leader.',
  );
  yield isAsked(state, ballot, 'Propose only in a ballot that was asked for.');
  yield check(
    isPrepared(state, ballot),
    () => `Cardinality(heard[${ballot}]) ≥ ${state.config.quorum}`,
    'Propose only when a quorum has promised.',
    () => silentReasons(state, ballot),
  );
  yield check(
    proposed === NONE,
    () => `proposed[${ballot}] = None`,
    'Propose one value in a classic ballot, once.',
    () =>
      about(
        `${memberName(leader)} has proposed ${valueName(proposed)} in ballot ${ballot}, and a classic ballot has one value.`,
        { member: leader, ballot },
      ),
  );
  yield* valueChecks(state, action);
}

/** Lamport's rule for picking a value, as three conjuncts: `V` is what the highest ballot reported has votes for. */
function* valueChecks(state: FastState, { ballot, value }: Of<'propose'>): Checks {
  const { broken } = state.config;
  const { suspects } = pickOf(state, ballot);
  const off = !isPrepared(state, ballot);
  const name = valueName(value);
  const V = `V(${ballot})`;
  const [only] = suspects.length === 1 ? suspects : [];
  yield {
    ...check(
      only === undefined || only.value === value,
      () => `∀ w : ${V} = {w} ⇒ ${name} = w`,
      'Copy the only colour that is reported.',
      () => onlyReasons(state, ballot),
    ),
    off,
  };
  const own = suspects.find((s) => s.value === value);
  yield {
    ...check(
      only !== undefined || !suspects.some((s) => s.possible) || own?.possible === true,
      () => `(∃ w ∈ ${V} : MayHaveWon(w)) ⇒ MayHaveWon(${name})`,
      'Copy the colour that may have been chosen.',
      () => mayHaveWonReasons(state, ballot, value),
    ),
    off: off || broken === 'copy-any' || broken === 'start-afresh',
  };
  if (broken === 'copy-any' && suspects.length > 1) {
    yield check(
      own !== undefined,
      () => `${name} ∈ ${V}`,
      'Copy any colour that is reported.',
      () => about(`Nobody reports ${name}.`),
    );
  }
  yield check(
    (state.sent & (1 << value)) !== 0,
    () => `${name} ∈ sent`,
    'Propose only what a client has sent.',
    () => about(`No client has proposed ${name}.`),
  );
}

function* voteChecks(state: FastState, action: Of<'vote'>): Checks {
  const { ballot, member, value } = action;
  const { promised, votes } = state.members[member]!;
  const name = memberName(member);
  const here = { member, ballot };
  if (ballot === FAST) yield* fastVoteChecks(state, value);
  else yield proposedCheck(state, action);
  yield check(
    votes[ballot] === NONE,
    () => `vote[${name}][${ballot}] = None`,
    'Vote once in a ballot.',
    () =>
      about(
        `${name} has voted for ${valueName(votes[ballot]!)} in ballot ${ballot}, and has one vote there.`,
        here,
      ),
  );
  yield check(
    promised <= ballot,
    () => `${ballot} ≥ rnd[${name}]`,
    'Keep the promise: never vote in an earlier ballot.',
    () => closedReasons(state, member, ballot),
  );
}

function* fastVoteChecks(state: FastState, value: number): Checks {
  const leader = leaderOf(state, FAST);
  yield check(
    state.ballots[FAST]!.asked,
    () => 'open',
    'Vote in a fast ballot only once its leader has opened it.',
    () =>
      about(`${memberName(leader)} has not opened ballot 0 to proposals.`, {
        member: leader,
        ballot: FAST,
      }),
  );
  yield check(
    (state.sent & (1 << value)) !== 0,
    () => `${valueName(value)} ∈ sent`,
    'Vote only for what a client has sent.',
    () => about(`No client has proposed ${valueName(value)}.`),
  );
}

function proposedCheck(state: FastState, { ballot, value }: Of<'vote'>): Check<Reason> {
  const { proposed } = state.ballots[ballot]!;
  const member = leaderOf(state, ballot);
  const text =
    proposed === NONE
      ? `Nothing is proposed in ballot ${ballot}.`
      : `${memberName(member)} has proposed ${valueName(proposed)} in ballot ${ballot}, not ${valueName(value)}.`;
  return check(
    proposed === value,
    () => `proposed[${ballot}] = ${valueName(value)}`,
    'Vote in a classic ballot only for what its leader proposed.',
    () => about(text, { member, ballot }),
  );
}
