import { keyOf, visible } from '../algorithm.ts';
import { graphemes } from '../script.ts';
import { hasSeen, isReady, messageOf, missingAt, RULES, showing } from './copies.ts';
import type { DeleteRule, DeletingAction, DeletingState } from './types.ts';

type Of<Type extends DeletingAction['type']> = Extract<DeletingAction, { type: Type }>;

const nobody = ({ config }: DeletingState, author: number) =>
  config.authors[author] === undefined
    ? `There is no author ${author}; there are ${config.authors.length}, from 0.`
    : null;

function typedSoFar({ replicas }: DeletingState): number {
  return replicas.reduce((sum, { log }, author) => sum + countBy(log, author, 'insert'), 0);
}

function deletedSoFar({ replicas }: DeletingState): number {
  return replicas.reduce((sum, { log }, author) => sum + countBy(log, author, 'delete'), 0);
}

const countBy = (
  log: DeletingState['replicas'][number]['log'],
  author: number,
  kind: 'insert' | 'delete',
) =>
  log.filter(({ operation }) => operation.kind === kind && operation.id.replica === author).length;

export function explain(state: DeletingState, action: DeletingAction): string | null {
  switch (action.type) {
    case 'insert':
      return nobody(state, action.author) ?? explainInsert(state, action);
    case 'delete':
      return nobody(state, action.author) ?? explainDelete(state, action);
    case 'deliver':
      return nobody(state, action.to) ?? explainDeliver(state, action);
    case 'rule':
      if (!(action.rule in RULES)) return `There is no rule ${action.rule}.`;
      return action.rule === state.rule ? 'That is the rule already.' : null;
  }
}

function explainInsert(state: DeletingState, { author, after, value }: Of<'insert'>) {
  const { authors, bounds } = state.config;
  if (typedSoFar(state) >= bounds.letters) {
    return `This lab has room for ${bounds.letters} letters, and they have all been typed.`;
  }
  if (graphemes(value).length !== 1 || value.trim() === '') {
    return `One letter is typed at a time, and “${value}” is none.`;
  }
  if (after && !showing(state.replicas[author]!, after)) {
    return `${authors[author]}’s copy shows no letter ${keyOf(after)} to type behind.`;
  }
  return null;
}

function explainDelete(state: DeletingState, { author, target }: Of<'delete'>) {
  const { authors, bounds } = state.config;
  if (deletedSoFar(state) >= bounds.deletions) {
    return `This lab has room for ${bounds.deletions} deletions, and they have all been made.`;
  }
  return showing(state.replicas[author]!, target)
    ? null
    : `${authors[author]}’s copy shows no letter ${keyOf(target)} to delete.`;
}

function explainDeliver(state: DeletingState, { to, operation }: Of<'deliver'>) {
  const { authors } = state.config;
  const message = messageOf(state, operation);
  if (!message) return `Nobody has done anything that is called ${keyOf(operation)}.`;
  const copy = state.replicas[to]!;
  if (hasSeen(copy, operation)) return `${authors[to]} has seen that already.`;
  return isReady(copy, message)
    ? null
    : `${authors[operation.replica]} had seen something before that, which ${authors[to]} has not.`;
}

/** A letter that nobody has typed yet. */
function freshLetter(state: DeletingState): string {
  const used = new Set(
    state.replicas.flatMap(({ log }) =>
      log.flatMap(({ operation }) => (operation.kind === 'insert' ? [operation.value] : [])),
    ),
  );
  return [...'abcdefghijklmnopqrstuvwxyz'].find((letter) => !used.has(letter)) ?? 'z';
}

/** Every deed that is legal now; of letters to type one, since no rule looks at which it is. */
export function deeds(state: DeletingState): readonly DeletingAction[] {
  const value = freshLetter(state);
  const all = state.replicas.flatMap(({ doc }, author): DeletingAction[] => {
    const shown = visible(doc).map(({ id }) => id);
    return [
      ...missingAt(state, author).map(
        ({ operation }): DeletingAction => ({
          type: 'deliver',
          to: author,
          operation: operation.id,
        }),
      ),
      ...[null, ...shown].map(
        (after): DeletingAction => ({ type: 'insert', author, after, value }),
      ),
      ...shown.map((target): DeletingAction => ({ type: 'delete', author, target })),
    ];
  });
  return all.filter((action) => explain(state, action) === null);
}

export function enabled(state: DeletingState): readonly DeletingAction[] {
  const rules = Object.keys(RULES).filter((rule) => rule !== state.rule) as DeleteRule[];
  return [...deeds(state), ...rules.map((rule): DeletingAction => ({ type: 'rule', rule }))];
}
