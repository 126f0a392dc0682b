import { expect, test } from 'vitest';
import { type Shown, snippetsFor } from './snippets.ts';

const shown: Shown = {
  origin: 'https://lockstep.example',
  topic: 'nat',
  scenario: 'two-cones',
  title: 'A “cone” & another',
  parameters: new URLSearchParams({ v: '1', f: '7', a: 'eJy_-' }),
  poster: null,
  caption: 'A < B: "no"',
};
const textOf = (id: string, more: Partial<Shown> = {}) =>
  snippetsFor({ ...shown, ...more }).find((s) => s.id === id)?.text;

test('an iframe has the state in its address', () => {
  expect(textOf('iframe')).toContain(
    'src="https://lockstep.example/embed/nat/two-cones/?v=1&amp;f=7&amp;a=eJy_-"',
  );
  expect(textOf('iframe')).toContain('title="A “cone” &amp; another"');
});

test('an element has it in its attributes, and its script beside it', () => {
  const text = textOf('element')!;
  expect(text).toContain('src="https://lockstep.example/embed/host.js"');
  expect(text).toContain('scenario="two-cones" frame="7" run="eJy_-" title=');
  expect(textOf('element', { parameters: new URLSearchParams({ f: '0' }) })).not.toContain('run=');
});

test('a slide of reveal.js steps it', () => {
  expect(textOf('reveal')).toMatch(/ steps><\/lockstep-figure>\n<\/section>/);
  expect(textOf('reveal')).toContain("from 'https://lockstep.example/embed/reveal.js'");
});

test('a slide of Slidev has its script with it, and the frames as its clicks', () => {
  const text = textOf('slidev')!;
  expect(text).toMatch(/^---\n\n# A “cone” &amp; another\n\n<iframe ref="figure"/);
  expect(text).toContain('&amp;f=7&amp;a=eJy_-&amp;controls=none&amp;steps=1"');
  // A slide whose figure does not run yet has no clicks.
  expect(text).not.toContain('loading="lazy"');
  // Slidev declares it in each slide's script itself, and twice is an error.
  expect(text).not.toMatch(/(const|let) .*\$clicks/);
  // Vue reads what stands between two pairs of braces.
  expect(text).not.toContain('{{');
});

test('a picture is there where one was drawn, with the caption in place of it', () => {
  expect(textOf('poster')).toBeUndefined();
  expect(textOf('poster', { poster: 'dies' })).toBe(
    '<img src="https://lockstep.example/posters/nat/two-cones/dies.svg" alt="A &lt; B: &quot;no&quot;" style="width:100%">',
  );
});
