import type { Condition } from '../engine/conditions.ts';
import { currentBallot, leaderOf } from '../engine/log/derived.ts';
import { memberName, slotList } from '../engine/log/names.ts';
import type { Reason } from '../engine/log/reasons.ts';
import { conditionsOf, quoted } from '../engine/log/rules.ts';
import {
  type Command,
  type LogAction,
  type LogEvent,
  type LogState,
  NONE,
} from '../engine/log/types.ts';
import type { LogFrame } from './log-view.ts';

/** A frame as an action in a notation like TLA+: its conjuncts, what it changed, what the variables are. */
export interface FormalPage {
  readonly name: string;
  readonly note: string;
  readonly conditions: readonly Pick<Condition<Reason>, 'formula' | 'holds' | 'off'>[];
  readonly effects: readonly string[];
  /** The members. */
  readonly heads: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly { readonly text: string; readonly changed: boolean }[];
  }[];
  /** Variables that are not a member's. */
  readonly more: readonly string[];
  /** How to read the table. */
  readonly key: string;
}

export function logFormal(
  before: LogFrame | null,
  { state, action, events }: LogFrame,
  tried: unknown,
): FormalPage {
  const [from, shown] = tried
    ? ([state, tried as LogAction] as const)
    : ([before?.state ?? null, action] as const);
  const taken = from && shown;
  return {
    name: taken ? actionName(from, shown) : 'Init',
    note: tried
      ? 'was tried, and is not enabled.'
      : taken
        ? ''
        : 'Nobody has promised or accepted anything, and nothing is sent.',
    conditions: taken ? conditionsOf(from, shown).filter((c) => c.formula !== '') : [],
    effects: taken && !tried ? effectsOf(from, shown, events) : [],
    heads: state.members.map((_, member) => memberName(member)),
    rows: rowsOf(before?.state ?? null, state),
    more: moreOf(state),
    key: 'A vote is ballot: command. ✓: the member knows that the slot’s outcome is chosen.',
  };
}

function actionName(state: LogState, action: LogAction): string {
  switch (action.type) {
    case 'submit':
      return `Submit(${quoted(state.config.commands[state.submitted] ?? '')})`;
    case 'ask':
      return `Ask(${action.ballot})`;
    case 'promise':
      return `Promise(${action.ballot}, ${memberName(action.member)})`;
    case 'propose':
      return `Propose(${action.ballot}, ${action.slot + 1}, ${quoted(action.value)})`;
    case 'accept':
      return `Accept(${action.ballot}, ${action.slot + 1}, ${memberName(action.member)})`;
    case 'learn':
      return `Learn(${memberName(action.member)}, ${action.slot + 1})`;
    case 'catch-up':
      return `CatchUp(${memberName(action.member)})`;
    case 'crash':
      return `Crash(${memberName(action.member)})`;
    case 'restart':
      return `Restart(${memberName(action.member)})`;
  }
}

/** What the action writes, and what follows from it. */
function effectsOf(
  from: LogState,
  action: LogAction,
  events: readonly LogEvent[],
): readonly string[] {
  return [...writesOf(from, action, events), ...events.flatMap(consequence)];
}

function writesOf(
  from: LogState,
  action: LogAction,
  events: readonly LogEvent[],
): readonly string[] {
  switch (action.type) {
    case 'submit':
      return [`sent′ = Append(sent, ${quoted(from.config.commands[from.submitted]!)})`];
    case 'ask': {
      const { ballot } = action;
      const l = memberName(leaderOf(from, ballot));
      return [
        `asked′[${ballot}] = open′[${ballot}] = TRUE`,
        `promised′[${l}] = ${ballot}`,
        `heard′[${ballot}] = {⟨${l}, accepted[${l}]⟩}`,
      ];
    }
    case 'promise': {
      const { ballot, member } = action;
      const a = memberName(member);
      const heard = events.some((e) => e.kind === 'promise' && e.heard);
      const report = `heard′[${ballot}] = heard[${ballot}] ∪ {⟨${a}, accepted[${a}]⟩}`;
      return [`promised′[${a}] = ${ballot}`, ...(heard ? [report] : [])];
    }
    case 'propose': {
      const { ballot, slot, value } = action;
      const proposes = `proposed′[${ballot}][${slot + 1}] = ${quoted(value)}`;
      return [proposes, acceptWrites(leaderOf(from, ballot), ballot, slot, value)];
    }
    case 'accept': {
      const { ballot, slot, member } = action;
      const accepts = acceptWrites(
        member,
        ballot,
        slot,
        from.terms[ballot]!.proposed[slot] ?? 'None',
      );
      const bound = from.members[member]!.promised < ballot;
      return bound ? [accepts, `promised′[${memberName(member)}] = ${ballot}`] : [accepts];
    }
    case 'crash':
      return [
        `up′[${memberName(action.member)}] = FALSE`,
        ...from.terms.flatMap((term, ballot) =>
          term.open && leaderOf(from, ballot) === action.member
            ? [`open′[${ballot}] = FALSE, heard′[${ballot}] = {}`]
            : [],
        ),
      ];
    case 'restart':
      return [`up′[${memberName(action.member)}] = TRUE`];
    default:
      return [];
  }
}

const acceptWrites = (member: number, ballot: number, slot: number, value: Command) =>
  `accepted′[${memberName(member)}][${slot + 1}] = ⟨${ballot}, ${quoted(value)}⟩`;

function consequence(event: LogEvent): readonly string[] {
  switch (event.kind) {
    case 'chosen':
      return [`Chosen(${event.slot + 1}, ${quoted(event.value)})′`];
    case 'learn': {
      const [a, c] = [memberName(event.member), memberName(event.from)];
      const where = event.slots.length === 1 ? 'slot' : 'slots';
      return a === c
        ? [`known′[${a}][${event.slots[0]! + 1}] = what was chosen`]
        : [`known′[${a}] = known[${c}] in ${where} ${slotList(event.slots)}`];
    }
    case 'apply':
      return [`applied′[${memberName(event.member)}] gains ${slotList(event.slots)}`];
    default:
      return [];
  }
}

function rowsOf(before: LogState | null, state: LogState): FormalPage['rows'] {
  const row = (name: string, text: (of: LogState, member: number) => string) => ({
    name,
    cells: state.members.map((_, member) => {
      const now = text(state, member);
      return { text: now, changed: before !== null && text(before, member) !== now };
    }),
  });
  const slots = Array.from({ length: state.config.slots }, (_, slot) => slot);
  return [
    row('up[a]', (of, member) => (of.members[member]!.up ? 'TRUE' : 'FALSE')),
    row('promised[a]', (of, member) => number(of.members[member]!.promised)),
    ...slots.map((slot) =>
      row(`accepted[a][${slot + 1}]`, (of, member) => {
        const { accepted, known } = of.members[member]!;
        const vote = accepted[slot];
        const text = vote ? `${vote.ballot}: ${vote.value}` : 'None';
        return known[slot] === null ? text : `${text} ✓`;
      }),
    ),
  ];
}

const number = (ballot: number) => (ballot === NONE ? 'None' : String(ballot));

function moreOf(state: LogState): readonly string[] {
  const sent = state.config.commands.slice(0, state.submitted).map(quoted);
  const ballot = currentBallot(state);
  if (ballot === NONE) return [`sent = ⟨${sent.join(', ')}⟩`];
  const { heard, proposed } = state.terms[ballot]!;
  return [
    `sent = ⟨${sent.join(', ')}⟩`,
    `heard[${ballot}] comes from {${heard.map((r) => memberName(r.member)).join(', ')}}`,
    `proposed[${ballot}] = ⟨${proposed.map((v) => (v === null ? 'None' : quoted(v))).join(', ')}⟩`,
  ];
}
