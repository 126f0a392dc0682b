import { expect, test } from 'vitest';
import { cssHash, pruned, topicsOn } from './prune-styles.ts';

const hash = () => 'abc123';
const page = (css: string, body: string) =>
  `<head><style>${css}</style></head><body>${body}</body>`;

test('a component’s class names its topic, or none', () => {
  const of = (filename: string) => cssHash({ hash, filename, css: '' });
  expect(of('/x/src/topics/two-phase/figures/A.svelte')).toBe('in-two-phase-abc123');
  expect(of('C:\\x\\src\\topics\\lsm\\figures\\A.svelte')).toBe('in-lsm-abc123');
  expect(of('/x/src/player/Head.svelte')).toBe('s-abc123');
});

test('a page has the topics that stand on it, started or still', () => {
  const still = '<rect class="cell in-lsm-abc123">';
  const mounted = '<div data-mount="{&quot;topic&quot;:&quot;two-phase&quot;}">';
  expect([...topicsOn(page('.in-nat-abc123{}', still + mounted))]).toEqual(['lsm', 'two-phase']);
});

test('only rules that nothing but another topic needs are taken out', () => {
  const css =
    '.a.in-lsm-abc123{color:red}.b.in-nat-abc123{color:red}p{color:red}' +
    '@media print{.in-nat-abc123{display:none}.in-lsm-abc123{display:none}}';
  const less = pruned(page(css, '<i class="in-lsm-abc123">'));
  expect(less).toContain('.a.in-lsm-abc123{color:red}');
  expect(less).toContain('p{color:red}');
  expect(less).toContain('@media print{.in-lsm-abc123{display:none}}');
  expect(less).not.toContain('nat');
});

test('a page whose styles name no topic is left as it is', () => {
  const html = page('p { color: red }', '');
  expect(pruned(html)).toBe(html);
});
