import { listenerOf, pickOf } from '../engine/fast/derived.ts';
import { conditionsOf } from '../engine/fast/rules.ts';
import { type FastAction, type FastEvent, type FastState, NONE } from '../engine/fast/types.ts';
import { memberName, valueName } from '../engine/game/names.ts';
import type { FastFrame } from './fast-view.ts';
import type { FormalPage } from './log-formal.ts';

/** A frame of Fast Paxos as an action: rnd is the highest round a member takes part in. */
export function fastFormal(
  before: FastFrame | null,
  { state, action, events }: FastFrame,
  tried: unknown,
): FormalPage {
  const [from, shown] = tried
    ? ([state, tried as FastAction] as const)
    : ([before?.state ?? null, action] as const);
  const taken = from && shown;
  return {
    name: taken ? actionName(shown) : 'Init',
    note: tried
      ? 'was tried, and is not enabled.'
      : taken
        ? ''
        : 'Nobody has voted, and no client has sent anything.',
    conditions: taken ? conditionsOf(from, shown).filter((c) => c.formula !== '') : [],
    effects: taken && !tried ? [...writesOf(from, shown), ...events.flatMap(consequence)] : [],
    heads: state.members.map((_, member) => memberName(member)),
    rows: rowsOf(before?.state ?? null, state),
    more: moreOf(state),
    key: 'rnd: the highest ballot that a member takes part in. V: what is reported from the highest ballot that has votes.',
  };
}

function actionName(action: FastAction): string {
  switch (action.type) {
    case 'open':
      return 'Any(0)';
    case 'client':
      return `Send(${valueName(action.value)})`;
    case 'ask':
      return `Phase1a(${action.ballot})`;
    case 'promise':
      return `Phase1b(${action.ballot}, ${memberName(action.member)})`;
    case 'propose':
      return `Phase2a(${action.ballot}, ${valueName(action.value)})`;
    case 'vote': {
      const phase = action.ballot === 0 ? 'FastVote' : 'Phase2b';
      return `${phase}(${action.ballot}, ${memberName(action.member)}, ${valueName(action.value)})`;
    }
  }
}

function writesOf(from: FastState, action: FastAction): readonly string[] {
  switch (action.type) {
    case 'open':
      return ['open′ = TRUE'];
    case 'client':
      return [`sent′ = sent ∪ {${valueName(action.value)}}`];
    case 'ask':
      return [`asked′[${action.ballot}] = TRUE`];
    case 'promise': {
      const { ballot, member } = action;
      const a = memberName(member);
      const { votes } = from.members[member]!;
      const last = votes.findLastIndex((value) => value !== NONE);
      const report = last === NONE ? `⟨${a}, None⟩` : `⟨${a}, ${last}, ${valueName(votes[last]!)}⟩`;
      return [`rnd′[${a}] = ${ballot}`, `heard′[${ballot}] = heard[${ballot}] ∪ {${report}}`];
    }
    case 'propose':
      return [`proposed′[${action.ballot}] = ${valueName(action.value)}`];
    case 'vote': {
      const { ballot, member, value } = action;
      const a = memberName(member);
      return [`rnd′[${a}] = ${ballot}`, `vote′[${a}][${ballot}] = ${valueName(value)}`];
    }
  }
}

function consequence({ kind, ballot, value }: FastEvent): readonly string[] {
  if (kind === 'decide') return [`Chosen(${ballot}, ${valueName(value)})′`];
  if (kind === 'collide') return ['∀ v : ¬CanBeChosen(0, v)′'];
  return [];
}

function rowsOf(before: FastState | null, state: FastState): FormalPage['rows'] {
  const row = (name: string, text: (of: FastState, member: number) => string) => ({
    name,
    cells: state.members.map((_, member) => {
      const now = text(state, member);
      return { text: now, changed: before !== null && text(before, member) !== now };
    }),
  });
  return [
    row('rnd[a]', (of, member) => String(of.members[member]!.promised)),
    ...state.ballots.map((_, ballot) =>
      row(`vote[a][${ballot}]`, (of, member) => {
        const vote = of.members[member]!.votes[ballot]!;
        return vote === NONE ? 'None' : valueName(vote);
      }),
    ),
  ];
}

function moreOf(state: FastState): readonly string[] {
  const names = (values: readonly number[]) => `{${values.map(valueName).join(', ')}}`;
  const sent = sentValues(state);
  const ballot = listenerOf(state);
  if (ballot === NONE) return [`sent = ${names(sent)}`];
  const { heard, suspects } = pickOf(state, ballot);
  const { proposed } = state.ballots[ballot]!;
  return [
    `sent = ${names(sent)}`,
    `heard[${ballot}] comes from {${heard.map((r) => memberName(r.member)).join(', ')}}`,
    `V(${ballot}) = ${names(suspects.map((s) => s.value))}, of which MayHaveWon: ${names(suspects.filter((s) => s.possible).map((s) => s.value))}`,
    `proposed[${ballot}] = ${proposed === NONE ? 'None' : valueName(proposed)}`,
  ];
}

const sentValues = ({ config, sent }: FastState) =>
  Array.from({ length: config.values }, (_, value) => value).filter((v) => (sent >> v) & 1);
