import { labelFrames, mainRun, unfold } from '../../../../lab/timeline.ts';
import { scenarios } from '../../scenarios.ts';
import type { GameFrame } from '../board-view.ts';

/** The same random games each time: that they are worth having is tested too. */
export const SEED = 20_261_121;

export interface Run {
  readonly frames: readonly GameFrame[];
  readonly labels: Readonly<Record<string, number>>;
  at(label: string): GameFrame;
}

/** A named game as its figures get it. Throws a `RangeError` for a name or a label that there is not. */
export function runOf(id: string): Run {
  const scenario = scenarios.find((s) => s.id === id);
  if (!scenario) throw new RangeError(`There is no scenario ${id}.`);
  const frames = unfold(scenario, mainRun(scenario)) as readonly GameFrame[];
  const labels = labelFrames(scenario, frames);
  return {
    frames,
    labels,
    at(label) {
      const frame = frames[labels[label] ?? -1];
      if (!frame) throw new RangeError(`${id} has no frame ${label}.`);
      return frame;
    },
  };
}
