import { allHold, type Check, type Condition, check, inWords } from '../conditions.ts';
import {
  bestTeller,
  dutiesOf,
  highestReport,
  isPrepared,
  leaderOf,
  nextCommand,
  quorumOf,
  tellerOf,
} from './derived.ts';
import { ballotName, memberName, slotName } from './names.ts';
import {
  about,
  closedReasons,
  copyReasons,
  freeFault,
  gapReasons,
  knowsDuties,
  type Reason,
  silentReasons,
  wholeOf,
} from './reasons.ts';
import { type Command, type LogAction, type LogState, NO_OP } from './types.ts';

type Of<Type extends LogAction['type']> = Extract<LogAction, { readonly type: Type }>;

type Checks = Generator<Check<Reason>>;

export function isLegal(state: LogState, action: LogAction): boolean {
  return allHold(checksOf(state, action));
}

/** What has to hold for a move, in the order in which a refusal names it. */
export function conditionsOf(state: LogState, action: LogAction): readonly Condition<Reason>[] {
  return inWords(checksOf(state, action));
}

/** A command as it stands in a formula. */
export const quoted = (value: Command): string => (value === NO_OP ? 'NoOp' : `"${value}"`);

function* checksOf(state: LogState, action: LogAction): Checks {
  const outside = outOfBounds(state, action);
  if (outside) {
    yield outside;
    return;
  }
  switch (action.type) {
    case 'submit':
      yield check(
        state.submitted < state.config.commands.length,
        () => 'Len(sent) < Len(Commands)',
        'Send each command once.',
        () => about('The clients have sent all their commands.'),
      );
      return;
    case 'ask':
      return yield* askChecks(state, action);
    case 'promise':
      return yield* promiseChecks(state, action);
    case 'propose':
      return yield* proposeChecks(state, action);
    case 'accept':
      return yield* acceptChecks(state, action);
    case 'learn':
      return yield* learnChecks(state, action);
    case 'catch-up':
      return yield* catchUpChecks(state, action);
    default:
      return yield* presenceChecks(state, action);
  }
}

function outOfBounds({ config }: LogState, action: LogAction): Check<Reason> | null {
  const within = (n: number, limit: number) => Number.isInteger(n) && n >= 0 && n < limit;
  const outside = (rule: string, text: string) =>
    check(
      false,
      () => '',
      rule,
      () => about(text),
    );
  if ('member' in action && !within(action.member, config.members)) {
    const rule = `Members go from R0 to R${config.members - 1}.`;
    return outside(
      rule,
      `There is no member ${action.member}: they are R0 to R${config.members - 1}.`,
    );
  }
  if ('ballot' in action && !within(action.ballot, config.ballots)) {
    const rule = `Ballots go from 0 to ${config.ballots - 1} here.`;
    return outside(rule, rule);
  }
  if ('slot' in action && !within(action.slot, config.slots)) {
    const rule = `The log has slots 1 to ${config.slots}.`;
    return outside(rule, rule);
  }
  return null;
}

function running(state: LogState, member: number): Check<Reason> {
  const name = memberName(member);
  return check(
    state.members[member]!.up,
    () => `up[${name}]`,
    `${name} has to be there.`,
    () => about(`${name} is down.`, wholeOf(member)),
  );
}

function isAsked(state: LogState, ballot: number, rule: string): Check<Reason> {
  const leader = leaderOf(state, ballot);
  return check(
    state.terms[ballot]!.asked,
    () => `asked[${ballot}]`,
    rule,
    () => about(`${memberName(leader)} has not asked for ${ballotName(ballot)}.`, wholeOf(leader)),
  );
}

function* askChecks(state: LogState, { ballot }: Of<'ask'>): Checks {
  const leader = leaderOf(state, ballot);
  const name = memberName(leader);
  const { promised } = state.members[leader]!;
  yield running(state, leader);
  yield check(
    !state.terms[ballot]!.asked,
    () => `¬asked[${ballot}]`,
    'Ask for a ballot once.',
    () => about(`${name} has asked for ${ballotName(ballot)} before.`, wholeOf(leader)),
  );
  yield check(
    promised < ballot,
    () => `${ballot} > promised[${name}]`,
    'Ask only with a higher ballot than ever before.',
    () =>
      about(
        `${name} has promised ${ballotName(promised)}, so it has to ask with a higher one.`,
        wholeOf(leader),
      ),
  );
}

function* promiseChecks(state: LogState, { ballot, member }: Of<'promise'>): Checks {
  yield running(state, member);
  yield isAsked(state, ballot, 'Promise only what somebody asks for.');
  yield check(
    state.members[member]!.promised < ballot,
    () => `${ballot} > promised[${memberName(member)}]`,
    'Promise only a higher ballot than ever before.',
    () => closedReasons(state, member, ballot, ''),
  );
}

function* proposeChecks(state: LogState, action: Of<'propose'>): Checks {
  const { ballot, slot } = action;
  const leader = leaderOf(state, ballot);
  const term = state.terms[ballot]!;
  const { promised, known } = state.members[leader]!;
  const name = memberName(leader);
  const here = { member: leader, slot };
  yield running(state, leader);
  yield isAsked(state, ballot, 'Propose only in a ballot that was asked for.');
  yield check(
    term.open,
    () => `open[${ballot}]`,
    'Ask again after a crash.',
    () =>
      about(
        `${name} has crashed since it asked for ${ballotName(ballot)}: it no longer leads it.`,
        wholeOf(leader),
      ),
  );
  yield check(
    promised <= ballot,
    () => `${ballot} ≥ promised[${name}]`,
    'Keep the promise: propose nothing in an earlier ballot.',
    () =>
      about(
        `${name} has promised ${ballotName(promised)}, so it proposes nothing more in ${ballotName(ballot)}.`,
        wholeOf(leader),
      ),
  );
  yield {
    ...check(
      isPrepared(state, ballot),
      () => `Cardinality(heard[${ballot}]) ≥ ${quorumOf(state)}`,
      'Propose only when a quorum has promised.',
      () => silentReasons(state, ballot),
    ),
    off: state.config.broken === 'skip-phase-1',
  };
  yield check(
    term.proposed[slot] === null,
    () => `proposed[${ballot}][${slot + 1}] = None`,
    'Propose one value in a ballot and slot.',
    () =>
      about(
        `${name} has proposed ${term.proposed[slot]} for ${slotName(slot)} in ${ballotName(ballot)}, and a ballot has one value a slot.`,
        here,
      ),
  );
  yield check(
    known[slot] === null,
    () => `known[${name}][${slot + 1}] = None`,
    'Propose nothing where the outcome is known.',
    () => about(`${name} knows that ${known[slot]} is chosen in ${slotName(slot)}.`, here),
  );
  yield* valueChecks(state, action);
}

/** What the reports, and the clients, leave the leader to propose for one slot. */
function* valueChecks(state: LogState, action: Of<'propose'>): Checks {
  const { ballot, slot, value } = action;
  const { commands, broken } = state.config;
  const at = `${ballot}, ${slot + 1}`;
  const off = !knowsDuties(state, ballot) || broken === 'ignore-reports';
  yield check(
    value === NO_OP || commands.slice(0, state.submitted).includes(value),
    () => `${quoted(value)} ∈ Range(sent) ∪ {NoOp}`,
    'Propose only what a client has sent, or a no-op.',
    () => about(`No client has sent ${value}.`),
  );
  const votes = state.terms[ballot]!.heard.flatMap((r) => r.votes[slot] ?? []);
  const copies = dutiesOf(state, ballot)[slot]!.kind === 'copy';
  const good =
    broken === 'copy-any'
      ? votes.some((v) => v.value === value)
      : highestReport(state, ballot, slot)?.value === value;
  yield {
    ...check(
      !copies || good,
      () =>
        `Votes(${at}) = {} ∨ ∃ u ∈ Votes(${at}) : u.val = ${quoted(value)} ∧ ∀ w ∈ Votes(${at}) : u.bal ≥ w.bal`,
      broken === 'copy-any'
        ? 'Copy any vote that was reported for the slot.'
        : 'Copy the reported vote that has the highest ballot.',
      () => copyReasons(state, action),
    ),
    off,
  };
  yield {
    ...check(
      dutiesOf(state, ballot)[slot]!.kind !== 'gap' || value === NO_OP,
      () => `Gap(${at}) ⇒ ${quoted(value)} = NoOp`,
      'Fill a gap with a no-op.',
      () => gapReasons(state, action),
    ),
    off,
  };
  const fault = freeFault(state, action);
  yield {
    ...check(
      fault === null,
      () => {
        const next = nextCommand(state, ballot);
        const turn = next === null ? 'None' : quoted(next);
        return `Free(${at}) ⇒ FirstFree(${ballot}) = ${slot + 1} ∧ ${quoted(value)} = ${turn}`;
      },
      fault?.rule ?? 'Give new commands the free slots in order.',
      () => fault!.reasons,
    ),
    off,
  };
}

function* acceptChecks(state: LogState, { ballot, slot, member }: Of<'accept'>): Checks {
  const { promised } = state.members[member]!;
  const term = state.terms[ballot]!;
  const name = memberName(member);
  const leader = leaderOf(state, ballot);
  yield running(state, member);
  yield check(
    term.proposed[slot] !== null,
    () => `proposed[${ballot}][${slot + 1}] ≠ None`,
    'Accept only what the ballot’s leader proposed.',
    () =>
      about(`Nothing is proposed for ${slotName(slot)} in ${ballotName(ballot)}.`, {
        member: leader,
        slot,
      }),
  );
  yield check(
    ((term.votes[slot]! >> member) & 1) === 0,
    () => `${name} ∉ votes[${ballot}][${slot + 1}]`,
    'Accept a proposal once.',
    () =>
      about(
        `${name} has accepted ${term.proposed[slot]} in ${slotName(slot)}, ${ballotName(ballot)}.`,
        { member, slot },
      ),
  );
  yield {
    ...check(
      promised <= ballot,
      () => `${ballot} ≥ promised[${name}]`,
      'Keep the promise: accept nothing in an earlier ballot.',
      () => closedReasons(state, member, ballot, ', in every slot'),
    ),
    off: state.config.broken === 'break-promise',
  };
}

function* learnChecks(state: LogState, { member, slot }: Of<'learn'>): Checks {
  const name = memberName(member);
  yield running(state, member);
  yield check(
    state.members[member]!.known[slot] === null,
    () => `known[${name}][${slot + 1}] = None`,
    'Tell a member only what it does not know.',
    () => about(`${name} knows what ${slotName(slot)} holds.`, { member, slot }),
  );
  yield check(
    tellerOf(state, member, slot) >= 0,
    () => `∃ c ∈ Member : up[c] ∧ known[c][${slot + 1}] ≠ None`,
    'Only who knows what is chosen can tell of it.',
    () => about(`Nobody who is there knows of a value chosen in ${slotName(slot)}.`),
  );
}

function* catchUpChecks(state: LogState, { member }: Of<'catch-up'>): Checks {
  const name = memberName(member);
  yield running(state, member);
  yield check(
    bestTeller(state, member) >= 0,
    () => `∃ c ∈ Member, s ∈ Slot : up[c] ∧ known[c][s] ≠ None ∧ known[${name}][s] = None`,
    'Only who knows more can help to catch up.',
    () => about(`Nobody who is there knows more than ${name}.`, wholeOf(member)),
  );
}

function* presenceChecks(state: LogState, { type, member }: Of<'crash'> | Of<'restart'>): Checks {
  const name = memberName(member);
  if (type === 'restart') {
    yield check(
      !state.members[member]!.up,
      () => `¬up[${name}]`,
      'Only who is down can come back.',
      () => about(`${name} is running.`, wholeOf(member)),
    );
    return;
  }
  yield check(
    state.crashes < state.config.crashes,
    () => `crashes < ${state.config.crashes}`,
    `No more than ${state.config.crashes} crashes in a run.`,
    () => about('There have been enough crashes in this run.'),
  );
  yield running(state, member);
}
