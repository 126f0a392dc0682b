import { expect, test } from 'vitest';
import { type Components, cssHash, neededOn, pruned } from './prune-styles.ts';

const hash = () => 'abc123';
const page = (css: string, body: string) =>
  `<head><style>${css}</style></head><body>${body}</body>`;

/** A topic with two figures that share a part, and a panel that no stage leads to. */
const components: Components = {
  classes: new Map([
    ['AStage.svelte', 'in-lsm-aaaaaa'],
    ['BStage.svelte', 'in-lsm-bbbbbb'],
    ['OnlyB.svelte', 'in-lsm-onlybb'],
    ['Shared.svelte', 'in-lsm-shared'],
    ['Panel.svelte', 'in-lsm-panels'],
    ['CStage.svelte', 'in-nat-cccccc'],
  ]),
  imports: new Map([
    ['AStage.svelte', ['Shared.svelte']],
    ['BStage.svelte', ['OnlyB.svelte']],
    ['OnlyB.svelte', []],
  ]),
};

test('a component’s class names its topic, or none', () => {
  const of = (filename: string) => cssHash({ hash, filename, css: '' });
  expect(of('/x/src/topics/two-phase/figures/A.svelte')).toBe('in-two-phase-abc123');
  expect(of('C:\\x\\src\\topics\\lsm\\figures\\A.svelte')).toBe('in-lsm-abc123');
  expect(of('/x/src/player/Head.svelte')).toBe('s-abc123');
});

test('a page needs all of the figures on it, and what no stage leads to, of their topics', () => {
  const needed = neededOn(page('', '<rect class="cell in-lsm-shared">'), components);
  expect([...needed].toSorted()).toEqual(['in-lsm-aaaaaa', 'in-lsm-panels', 'in-lsm-shared']);
});

test('only rules that nothing but another figure needs are taken out', () => {
  const css =
    '.a.in-lsm-aaaaaa{color:red}.b.in-nat-cccccc{color:red}p{color:red}.in-lsm-onlybb{top:0}' +
    '@media print{.in-nat-cccccc{display:none}.in-lsm-aaaaaa{display:none}}';
  const less = pruned(page(css, '<i class="in-lsm-aaaaaa">'), components);
  expect(less).toContain('.a.in-lsm-aaaaaa{color:red}');
  expect(less).toContain('p{color:red}');
  expect(less).toContain('@media print{.in-lsm-aaaaaa{display:none}}');
  expect(less).not.toMatch(/nat|onlybb/);
});

test('a page whose styles name no topic is left as it is', () => {
  const html = page('p { color: red }', '');
  expect(pruned(html, components)).toBe(html);
});
