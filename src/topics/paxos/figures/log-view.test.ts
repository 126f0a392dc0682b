import { describe, expect, test } from 'vitest';
import { labelFrames, mainRun, unfold } from '../../../lab/timeline.ts';
import { logScenarios } from '../log-scenarios.ts';
import { logLayout } from './log-layout.ts';
import { type LogFrame, logView } from './log-view.ts';

const scenario = logScenarios.find((s) => s.id === 'multi-paxos')!;
const frames = unfold(scenario, mainRun(scenario)) as readonly LogFrame[];
const labels = labelFrames(scenario, frames);
const at = (label: string) => logView(frames[labels[label]!]!);

describe('the log figure', () => {
  test('at the quorum it says what the leader has to put into each slot', () => {
    const { columns, leader, heard } = at('gap');
    expect(leader).toEqual({ name: 'R1', ballot: 1 });
    expect(heard).toBe('3 of 5: a quorum');
    expect(columns.map((c) => `${c.plan!.word} ${c.plan!.value}`)).toEqual([
      'known x=1',
      'known y=2',
      'fill no-op',
      'copy x=4',
      'copy y=5',
      'next z=3',
      'free null',
    ]);
    expect(columns.map((c) => c.status)).toEqual([
      ...['chosen', 'chosen', 'gap', 'unknown', 'voted', 'open', 'open'],
    ]);
  });

  test('a gap is hatched only where a member has nothing', () => {
    expect(at('gap').rows.map((row) => row.cells[2]!.gap)).toEqual([false, true, true, true, true]);
  });

  test('chosen is not known: after the crash nobody has a lock on slot 4', () => {
    const { rows, columns, leader } = at('chosen-unknown');
    expect(leader).toBeNull();
    expect(columns[3]!.word).toBe('unknown');
    expect(rows.every((row) => !row.cells[3]!.known)).toBe(true);
    expect(rows.filter((row) => row.cells[3]!.solid).map((row) => row.name)).toEqual([
      ...['R0', 'R1', 'R2'],
    ]);
  });

  test('in the end everyone has applied all, and the lost vote is struck', () => {
    const { rows, waiting } = at('caught-up');
    expect(rows.every((row) => row.prefix === 7 && row.waits === '')).toBe(true);
    expect(rows[0]!.cells[2]).toMatchObject({ value: 'no-op', overruled: 'z=3', ballot: null });
    expect(waiting).toEqual([]);
  });

  test('a hole keeps a member from applying what it knows', () => {
    const late = logScenarios.find((s) => s.id === 'learner-late')!;
    const run = unfold(late, mainRun(late)) as readonly LogFrame[];
    const hole = run[labelFrames(late, run).hole!]!;
    expect(logView(hole).rows[2]).toMatchObject({ applied: 'applied 1', waits: 'knows 3, not 2' });
  });

  test.each([240, 300, 350, 559, 560, 720, 860, 1016])('all cells fit at %i', (width) => {
    const layout = logLayout(width, 5, 7);
    const right = layout.left + 7 * layout.pitch - (layout.pitch - layout.cellWidth);
    expect(right).toBeLessThanOrEqual(layout.knowsLeft ?? width);
    expect(layout.chipWidth).toBeLessThanOrEqual(layout.cellWidth);
    if (layout.heardLeft !== null) expect(layout.heardLeft + 130).toBeLessThanOrEqual(width);
  });
});
