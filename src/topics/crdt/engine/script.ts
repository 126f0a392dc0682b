import { type Algorithm, textOf } from './algorithm.ts';
import { begin, deleteAt, insertAfter, insertAt, type Network, send, sync } from './replica.ts';

/**
 * Where to type: at an index among the visible characters, or behind a text
 * that the replica shows exactly once. After an interleaved merge an index
 * means another place in each algorithm; a text that stayed whole does not.
 */
export type At = number | { readonly after: string };

/** One line of a story: the same keystrokes for every algorithm. */
export type ScriptStep =
  | { readonly replica: string; readonly at: At; readonly insert: string }
  | { readonly replica: string; readonly at: At; readonly delete: number }
  | {
      readonly replica: string;
      readonly at: At;
      readonly type: string;
      /** The last letter first, each before the one typed before it. */
      readonly backward: true;
    }
  /** One way. */
  | { readonly send: readonly [string, string] }
  /** Both ways. */
  | { readonly sync: readonly [string, string] };

export interface Script {
  /** The first has the lowest id. */
  readonly replicas: readonly string[];
  readonly steps: readonly ScriptStep[];
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A text as its graphemes, so that an emoji stays whole. */
export function graphemes(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Every state of a story, the empty one first. Throws with the number of the step, from 1. */
export function* play(algorithm: Algorithm, script: Script): Generator<Network, Network, void> {
  let network = begin(algorithm, script.replicas.length);
  yield network;
  for (const [index, step] of script.steps.entries()) {
    try {
      network = take(network, script.replicas, step);
    } catch (error) {
      throw new Error(`Step ${index + 1}: ${error instanceof Error ? error.message : error}`);
    }
    yield network;
  }
  return network;
}

/** Where a story ends. */
export function playAll(algorithm: Algorithm, script: Script): Network {
  const story = play(algorithm, script);
  for (;;) {
    const { done, value } = story.next();
    if (done) return value;
  }
}

function take(network: Network, names: readonly string[], step: ScriptStep): Network {
  const number = (name: string) => {
    const r = names.indexOf(name);
    if (r < 0) throw new Error(`There is no replica ${name}; there are ${names.join(', ')}.`);
    return r;
  };
  if ('send' in step) return send(network, number(step.send[0]), number(step.send[1]));
  if ('sync' in step) return sync(network, number(step.sync[0]), number(step.sync[1]));
  const r = number(step.replica);
  const at = indexIn(textOf(network.replicas[r]!.doc), step.at);
  if ('insert' in step) return typeForward(network, r, at, step.insert);
  if ('type' in step) {
    return graphemes(step.type).reduceRight(
      (before, value) => insertAt(before, r, at, value),
      network,
    );
  }
  let after = network;
  for (let i = 0; i < step.delete; i++) after = deleteAt(after, r, at);
  return after;
}

/** Each letter behind the one typed before it. */
export function typeForward(network: Network, r: number, at: number, text: string): Network {
  let after = network;
  graphemes(text).forEach((value, i) => {
    if (i === 0) after = insertAt(after, r, at, value);
    else {
      const { log } = after.replicas[r]!;
      after = insertAfter(after, r, log.at(-1)!.operation.id, value);
    }
  });
  return after;
}

function indexIn(text: string, at: At): number {
  if (typeof at === 'number') return at;
  const start = text.indexOf(at.after);
  if (start < 0 || text.indexOf(at.after, start + 1) >= 0) {
    throw new Error(`“${at.after}” must occur exactly once, and the text is “${text}”.`);
  }
  return graphemes(text.slice(0, start + at.after.length)).length;
}
