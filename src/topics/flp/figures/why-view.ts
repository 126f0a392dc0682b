import type { Analysis } from '../engine/analysis.ts';
import { placeOf } from '../engine/live.ts';
import { eventsAlong, labelWithout, stoppedIn, witness } from '../engine/run/outlook.ts';
import type { FlpAction, FlpState } from '../engine/run/types.ts';
import { eventName } from '../engine/run/words.ts';
import type { Label } from '../engine/valency.ts';

/** A shortest way to one decision. */
export interface WhyLine {
  readonly value: 0 | 1;
  /** The events by name; `null` if there is no way. */
  readonly names: readonly string[] | null;
  /** The same to be played; empty where it does not begin at the run's own frame. */
  readonly actions: readonly FlpAction[];
}

export interface WhyView {
  readonly title: string;
  readonly lines: readonly WhyLine[];
}

const QUESTIONS: Readonly<Record<Label, string>> = {
  zero: 'Why only 0?',
  one: 'Why only 1?',
  bivalent: 'Why both?',
  conflicted: 'Both are decided',
  blocked: 'Why nothing?',
  open: 'Why nothing?',
};

/** Answers for the configuration that is picked out, or for the run’s own; `null` where nothing is known of it. */
export function whyView(
  state: FlpState,
  analysis: Analysis,
  picked: number | undefined,
): WhyView | null {
  const { node: here, rounds } = placeOf(analysis.graph, state);
  const node = picked !== undefined && picked < analysis.graph.keys.length ? picked : here;
  const gone = stoppedIn(state);
  const label = labelWithout(analysis, node, gone);
  if (label === null) return null;
  const question = QUESTIONS[label];
  const where = node === here ? '' : ` (configuration ${node})`;
  const lines = ([0, 1] as const).map((value): WhyLine => {
    const edges = witness(analysis, node, value === 0 ? 1 : 2, gone);
    const taken = edges ? eventsAlong(analysis, edges, rounds) : [];
    return {
      value,
      names: edges && taken.map(({ p, message }) => eventName(state, p, message)),
      actions:
        node === here
          ? taken.map(
              ({ p, message, coins }): FlpAction => ({
                type: 'step',
                p,
                message,
                ...(coins && { coins }),
              }),
            )
          : [],
    };
  });
  return { title: `${question}${where}`, lines };
}

/** As many names as fit into so many letters, and how many are left out. */
export function shortened(names: readonly string[], letters: number): string {
  let text = '';
  for (const [i, name] of names.entries()) {
    const rest = names.length - i;
    if (i > 0 && text.length + name.length + (rest > 1 ? 8 : 0) > letters) {
      return `${text} and ${rest} more`;
    }
    text += i === 0 ? name : ` ${name}`;
  }
  return text;
}
