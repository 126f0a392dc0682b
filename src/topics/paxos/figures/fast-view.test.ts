import { describe, expect, test } from 'vitest';
import { labelFrames, mainRun, unfold } from '../../../lab/timeline.ts';
import { fastScenarios } from '../fast-scenarios.ts';
import { columnsIn, type FastFrame, fastView } from './fast-view.ts';
import { layAnswer } from './log-answer.ts';

function at(id: string, label: string) {
  const scenario = fastScenarios.find((s) => s.id === id)!;
  const frames = unfold(scenario, mainRun(scenario)) as readonly FastFrame[];
  return fastView(frames[labelFrames(scenario, frames)[label]!]!, columnsIn(frames));
}

describe('the fast figure', () => {
  test('says who heard what, and why only one colour is left', () => {
    const { rows, panel, heardTitle, heardCount, columns } = at('fast-collision', 'heard');
    expect([heardTitle, heardCount]).toEqual(['R1 has heard', '3 of 4: a quorum']);
    expect(rows.map((row) => row.heard)).toEqual([
      { words: 'in ballot 0', value: 0 },
      { words: 'in ballot 0', value: 0 },
      { words: 'in ballot 0', value: 1 },
      { words: 'not heard from', value: null },
    ]);
    expect(panel.title).toBe('R1 has to propose green');
    expect(panel.lines).toEqual([
      {
        piece: 0,
        text: 'R0 and R1, R3 unheard: at most 3',
        verdict: { text: 'may have won', strong: true },
      },
      {
        piece: 1,
        text: 'R2, R3 unheard: at most 2',
        verdict: { text: 'cannot have won', strong: false },
      },
    ]);
    expect(columns[0]!.chips.map((chip) => chip.state)).toEqual(['dead', 'dead', 'dead']);
    expect(columns[1]!.hat).toEqual({ state: 'choosing', value: null });
  });

  test('the fast ballot alone: chosen, and no leader chose it', () => {
    const { panel, columns } = at('fast-clean', 'decided');
    expect(panel).toMatchObject({ title: 'Green is chosen', tone: 'fresh' });
    expect(columns[0]!.chips[0]).toEqual({ value: 0, state: 'locked', word: '3 of 3' });
  });

  test('quorums that are too small: both may have won, and then both have', () => {
    expect(at('fast-small-quorum', 'heard').panel.title).toBe('Green and blue may both have won');
    expect(at('fast-small-quorum', 'two-winners').panel).toMatchObject({
      title: 'Two winners',
      tone: 'danger',
    });
  });

  test.each([240, 350, 480, 1016])('the panel breaks its words to fit %i', (width) => {
    const { panel } = at('fast-small-quorum', 'heard');
    for (const { text, indent } of layAnswer(panel, width).lines) {
      for (const line of text) expect(indent + line.length * 6.2).toBeLessThanOrEqual(width);
    }
  });
});
