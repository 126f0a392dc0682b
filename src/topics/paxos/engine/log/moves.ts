import {
  appliedBy,
  bestTeller,
  choosingBallots,
  dutiesOf,
  isChosenIn,
  isPrepared,
  leaderOf,
  tellerOf,
} from './derived.ts';
import type { Ground, LogAction, LogEvent, LogState, Member, Report, Term } from './types.ts';

type Of<Type extends LogAction['type']> = Extract<LogAction, { readonly type: Type }>;

export interface Done {
  readonly state: LogState;
  readonly events: readonly LogEvent[];
}

/** A legal action carried out, with all that follows from it at once. */
export function perform(state: LogState, action: LogAction): Done {
  const done = moved(state, action);
  const applied = applications(state, done.state);
  return applied.length === 0 ? done : { ...done, events: [...done.events, ...applied] };
}

function moved(state: LogState, action: LogAction): Done {
  switch (action.type) {
    case 'submit': {
      const command = state.config.commands[state.submitted]!;
      return {
        state: { ...state, submitted: state.submitted + 1 },
        events: [{ kind: 'submit', command }],
      };
    }
    case 'ask':
      return ask(state, action);
    case 'promise':
      return promise(state, action.ballot, action.member);
    case 'propose':
      return propose(state, action);
    case 'accept':
      return accept(state, action);
    case 'learn':
      return told(state, action.member, tellerOf(state, action.member, action.slot), [action.slot]);
    case 'catch-up': {
      const from = bestTeller(state, action.member);
      const { known } = state.members[action.member]!;
      const news = state.members[from]!.known.flatMap((value, slot) =>
        value !== null && known[slot] === null ? [slot] : [],
      );
      return told(state, action.member, from, news);
    }
    case 'crash':
      return crash(state, action.member);
    case 'restart':
      return {
        state: withMember(state, action.member, { up: true }),
        events: [{ kind: 'restart', member: action.member }],
      };
  }
}

function replaced<T>(list: readonly T[], at: number, value: T): readonly T[] {
  return list.map((old, i) => (i === at ? value : old));
}

function withMember(state: LogState, member: number, change: Partial<Member>): LogState {
  const changed = { ...state.members[member]!, ...change };
  return { ...state, members: replaced(state.members, member, changed) };
}

function withTerm(state: LogState, ballot: number, change: Partial<Term>): LogState {
  const changed = { ...state.terms[ballot]!, ...change };
  return { ...state, terms: replaced(state.terms, ballot, changed) };
}

function ask(state: LogState, { ballot }: Of<'ask'>): Done {
  const leader = leaderOf(state, ballot);
  const asked = withTerm(state, ballot, { asked: true, open: true });
  const { state: promised } = promise(asked, ballot, leader);
  return { state: promised, events: [{ kind: 'ask', ballot, member: leader }] };
}

function promise(state: LogState, ballot: number, member: number): Done {
  const { open, heard } = state.terms[ballot]!;
  const { accepted } = state.members[member]!;
  const votes = state.config.broken === 'omit-votes' ? accepted.map(() => null) : accepted;
  const report: Report = { member, votes };
  const reports = [...heard, report].toSorted((a, b) => a.member - b.member);
  const bound = withMember(state, member, { promised: ballot });
  const after = open ? withTerm(bound, ballot, { heard: reports }) : bound;
  const quorum = open && isPrepared(after, ballot) && !isPrepared(state, ballot);
  return { state: after, events: [{ kind: 'promise', ballot, member, heard: open, quorum }] };
}

function groundOf(state: LogState, { ballot, slot, value }: Of<'propose'>): Ground {
  const duty = dutiesOf(state, ballot)[slot]!;
  if (duty.kind === 'copy' && duty.value === value) return 'report';
  return duty.kind === 'gap' ? 'gap' : 'client';
}

function propose(state: LogState, action: Of<'propose'>): Done {
  const { ballot, slot, value } = action;
  const member = leaderOf(state, ballot);
  const proposed = replaced(state.terms[ballot]!.proposed, slot, value);
  const voted = vote(withTerm(state, ballot, { proposed }), ballot, slot, member);
  const ground = groundOf(state, action);
  return {
    state: voted.state,
    events: [{ kind: 'propose', ballot, slot, member, value, ground }, ...voted.events],
  };
}

function accept(state: LogState, { ballot, slot, member }: Of<'accept'>): Done {
  const value = state.terms[ballot]!.proposed[slot]!;
  const voted = vote(state, ballot, slot, member);
  return {
    state: voted.state,
    events: [{ kind: 'accept', ballot, slot, member, value }, ...voted.events],
  };
}

/** A member accepts, and the leader, if it is there, counts. */
function vote(state: LogState, ballot: number, slot: number, member: number): Done {
  const term = state.terms[ballot]!;
  const value = term.proposed[slot]!;
  const { accepted } = state.members[member]!;
  const bound = withMember(state, member, {
    promised: ballot,
    accepted: replaced(accepted, slot, { ballot, value }),
  });
  const votes = replaced(term.votes, slot, term.votes[slot]! | (1 << member));
  const after = withTerm(bound, ballot, { votes });
  if (!isChosenIn(after, ballot, slot) || isChosenIn(state, ballot, slot)) {
    return { state: after, events: [] };
  }
  const again = choosingBallots(after, slot)[0]! < ballot;
  const chosen: LogEvent = { kind: 'chosen', ballot, slot, value, again };
  const leader = leaderOf(state, ballot);
  const { known } = after.members[leader]!;
  if (!term.open || known[slot] !== null) return { state: after, events: [chosen] };
  return {
    state: withMember(after, leader, { known: replaced(known, slot, value) }),
    events: [chosen, { kind: 'learn', member: leader, from: leader, slots: [slot] }],
  };
}

function told(state: LogState, member: number, from: number, slots: readonly number[]): Done {
  const source = state.members[from]!.known;
  const known = state.members[member]!.known.map((value, slot) =>
    slots.includes(slot) ? source[slot]! : value,
  );
  return {
    state: withMember(state, member, { known }),
    events: [{ kind: 'learn', member, from, slots }],
  };
}

/** What was promised, accepted and learnt is on disk; what it was leading is not. */
function crash(state: LogState, member: number): Done {
  const terms = state.terms.map((term, ballot) =>
    term.open && leaderOf(state, ballot) === member ? { ...term, open: false, heard: [] } : term,
  );
  const gone = withMember({ ...state, terms, crashes: state.crashes + 1 }, member, { up: false });
  return { state: gone, events: [{ kind: 'crash', member }] };
}

function applications(before: LogState, after: LogState): readonly LogEvent[] {
  return after.members.flatMap((now, member): LogEvent[] => {
    const old = before.members[member]!;
    if (old.known === now.known) return [];
    const had = appliedBy(before, old);
    const slots = appliedBy(after, now).filter((slot) => !had.includes(slot));
    return slots.length > 0 ? [{ kind: 'apply', member, slots }] : [];
  });
}
