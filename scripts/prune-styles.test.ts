import { expect, test } from 'vitest';
import { type Components, cssHash, neededOn, pruned } from './prune-styles.ts';

const page = (css: string, body: string) =>
  `<head><style>${css}</style></head><body>${body}</body>`;
const lsm = (name: string) => `src/topics/lsm/figures/${name}.svelte`;

/** A topic with two figures that share a part, and a panel that no stage leads to. */
const components: Components = {
  classes: new Map([
    [lsm('AStage'), 'Saaa'],
    [lsm('BStage'), 'Sbbb'],
    [lsm('OnlyB'), 'Sonly'],
    [lsm('Shared'), 'Sshared'],
    [lsm('Panel'), 'Spanel'],
    ['src/topics/nat/figures/CStage.svelte', 'Sccc'],
    ['src/player/Head.svelte', 'Shead'],
  ]),
  imports: new Map([
    [lsm('AStage'), [lsm('Shared')]],
    [lsm('BStage'), [lsm('OnlyB')]],
    [lsm('OnlyB'), []],
  ]),
};

test('each component has a short class of its own, the same in every build', () => {
  const given = new Map<string, string>();
  const of = (filename: string, digits = '1x0abc') =>
    cssHash({ hash: () => digits, filename }, given);
  expect(of('/home/me/src/player/Head.svelte')).toBe('Sabc');
  expect(of('C:\\me\\src\\player\\Head.svelte', 'other')).toBe('Sabc');
  expect(of('/x/src/player/Stage.svelte', '1y9abc')).toBe('S9abc');
  expect(of('/x/src/player/Pane.svelte', 'abc')).not.toMatch(/^S9?abc$/);
  expect(new Set(given.values()).size).toBe(given.size);
});

test('a page needs all of the figures on it, and what no stage leads to, of their topics', () => {
  const needed = neededOn(page('', '<rect class="cell Sshared">'), components);
  expect([...needed].toSorted()).toEqual(['Saaa', 'Spanel', 'Sshared']);
});

test('only rules that nothing but another figure needs are taken out', () => {
  const css =
    '.a.Saaa{color:red}.b.Sccc{color:red}p{color:red}.Sonly{top:0}.Shead{top:0}' +
    'i,.Sccc{left:0}@media print{.Sccc{display:none}.Saaa{display:none}}';
  const less = pruned(page(css, '<i class="Saaa">'), components);
  for (const kept of ['.a.Saaa{color:red}', 'p{color:red}', '.Shead{top:0}', 'i,.Sccc{left:0}'])
    expect(less).toContain(kept);
  expect(less).toContain('@media print{.Saaa{display:none}}');
  expect(less).not.toMatch(/\.b\.Sccc|Sonly/);
});

test('a page whose styles name no other figure is left as it is', () => {
  const html = page('p { color: red }', '<b class="Saaa">');
  expect(pruned(html, components)).toBe(html);
});
