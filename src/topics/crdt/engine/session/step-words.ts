import {
  type Algorithm,
  type Doc,
  type Element,
  type Id,
  type Step,
  sameId,
} from '../algorithm.ts';
import { elementBy } from './places.ts';

/** A letter in quotes; a space by its name. */
export const quoted = (text: string): string =>
  text === ' ' ? 'a space' : `“${text.replace(/^\s+|\s+$/g, '\u00a0')}”`;

/** The same behind “Ada’s”. */
export const letterName = (text: string): string => (text === ' ' ? 'space' : quoted(text));

export interface StepContext {
  readonly algorithm: Algorithm;
  readonly insert: Element;
  /** The document with the letter in it. */
  readonly doc: Doc;
  readonly step: Step;
  /** An id as its author’s letter. */
  readonly nameOf: (id: Id) => string;
}

/** One step in a few words, to stand behind the algorithm’s name. */
export function stepWords(context: StepContext): string {
  const { step, doc, algorithm } = context;
  const letter = (id: Id | null, none: string) =>
    id === null ? none : quoted(elementBy(doc, id)?.value ?? '');
  switch (step.kind) {
    case 'left-origin':
      return `the left origin is ${letter(step.id, 'the start')}`;
    case 'right-origin':
      return `the right origin is ${letter(step.id, 'the end')}`;
    case 'choose-side':
      if (step.taken) {
        return `${letter(step.taken, '')} is on the right of ${letter(context.insert.leftOrigin, 'the start')} already, so it goes to the left of ${letter(step.parent, 'the end')}`;
      }
      return algorithm.id === 'causal-tree'
        ? `the parent is ${letter(step.parent, 'the start')}`
        : `nothing is on the right of ${letter(step.parent, 'the start')} yet, so it goes there`;
    case 'attach':
      return attachWords(context, letter);
    case 'settle':
      return settleWords(context, letter);
    case 'traverse':
      return algorithm.id === 'causal-tree'
        ? 'the text is read again, each parent before its children'
        : 'the text is read again: left children, the letter, right children';
    case 'compare':
      return compareWords(context, step).join(' ');
  }
}

type Letter = (id: Id | null, none: string) => string;

function attachWords({ algorithm, step }: StepContext, letter: Letter): string {
  if (step.kind !== 'attach') return '';
  const { parent, side } = step;
  if (algorithm.id === 'causal-tree') return `a child of ${letter(parent, 'the start')}`;
  return `a ${side} child of ${letter(parent, side === 'left' ? 'the end' : 'the start')}`;
}

function settleWords(context: StepContext, letter: Letter): string {
  const { algorithm, insert } = context;
  if (!algorithm.tree) return 'it stands in its place';
  const attached = attachWords(
    { ...context, step: { kind: 'attach', parent: insert.parent, side: insert.side } },
    letter,
  );
  const { index } = context.step as Extract<Step, { kind: 'settle' }>;
  const { parent, side, id } = insert;
  const siblings = context.doc.filter(
    (other) => sameId(other.parent, parent) && other.side === side && !sameId(other.id, id),
  );
  if (siblings.length === 0) return `${attached}, with no sibling to compare with`;
  return `${attached}, ${index === 0 ? 'before' : 'behind'} ${index > 0 && index < siblings.length ? 'some of ' : ''}its siblings`;
}

type Compare = Extract<Step, { kind: 'compare' }>;

/**
 * A comparison in up to three short lines: what is compared, what decides, and what
 * comes of it.
 */
export function compareWords(
  { algorithm, insert, doc, nameOf }: StepContext,
  { with: other, rule, outcome }: Compare,
): readonly string[] {
  const sibling = elementBy(doc, other)!;
  const [mine, theirs] = [quoted(insert.value), quoted(sibling.value)];
  const end =
    outcome === 'undecided'
      ? `${theirs} is passed for now`
      : `${mine} goes ${outcome === 'before' ? 'before' : 'behind'} ${theirs}`;
  const ids = (sign: string) => `id ${nameOf(insert.id)} ${sign} ${nameOf(sibling.id)}`;
  const higher = insert.id.replica > sibling.id.replica;
  switch (rule) {
    case 'timestamp':
      return [
        `time ${insert.time} ${insert.time > sibling.time ? '>' : '<'} ${sibling.time}:`,
        end,
      ];
    case 'replica': {
      const timed = algorithm.id === 'causal-tree' || algorithm.id === 'rga';
      const tie = timed ? [`time ${insert.time} = ${sibling.time}, a tie;`] : [];
      return [...tie, `${ids(higher ? '>' : '<')}:`, end];
    }
    case 'right-origin': {
      const later = isLater(doc, insert, sibling);
      if (algorithm.id === 'yata') return ['the right origins differ:', end];
      return [`its right origin is ${later ? 'behind' : 'before'} ${theirs}’s:`, end];
    }
    case 'outside':
      return [`${theirs} was typed further left:`, end];
    case 'inside':
      return [`${theirs} was typed behind what was passed:`, end];
  }
}

function isLater(doc: Doc, a: Element, b: Element): boolean {
  const place = (id: Id | null) =>
    id === null
      ? doc.length
      : doc.findIndex((e) => e.id.replica === id.replica && e.id.counter === id.counter);
  return place(a.rightOrigin) > place(b.rightOrigin);
}
