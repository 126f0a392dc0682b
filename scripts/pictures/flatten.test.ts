import { describe, expect, test } from 'vitest';
import { flatten, type Theme } from './flatten.ts';

const names = { weightName: (weight: number) => `w${weight}`, familyName: (list: string) => list };
const flat = (css: string, body: string, theme: Theme = 'light') =>
  flatten(
    `<svg class="p" viewBox="0 0 10 5"><title>T</title><style>${css}</style>${body}</svg>`,
    { width: 1920, height: 960 },
    names,
    theme,
  );

describe('an SVG without its style sheet', () => {
  test('has as attributes what its rules say', () => {
    const css = '.a{fill:red;stroke-dasharray:2 3}g .a{fill:blue}.a{stroke:none}';
    const { svg } = flat(css, '<g><rect class="a" width="3"></rect></g>');
    expect(svg).toContain('<rect width="3" fill="blue" stroke-dasharray="2 3" stroke="none"/>');
    expect(svg).not.toMatch(/class|<style/);
  });

  test('has the size asked for, and a browser’s letters', () => {
    const { svg, background } = flat('svg.p{background:#eee}', '');
    expect(svg).toMatch(/^<svg viewBox="0 0 10 5" width="1920" height="960"/);
    expect(svg).toMatch(/^<svg [^>]*font-size="16" font-weight="w400"/);
    expect(background).toBe('#eee');
  });

  test('has the colours of one theme, also where one property is made of another', () => {
    const css =
      ':root{--ink:light-dark(#111,#eee);--line:color-mix(in srgb, var(--ink) 50%, transparent);--none:var(--nothing, light-dark(red,blue))}svg.p{background:light-dark(#fff,#000)}.a{fill:var(--ink);stroke:var(--none)}';
    const light = flat(css, '<path class="a"/>');
    const dark = flat(css, '<path class="a"/>', 'dark');
    expect([light.background, dark.background]).toEqual(['#fff', '#000']);
    expect(light.svg).toContain('<path fill="#111" stroke="red"/>');
    expect(dark.svg).toContain('<path fill="#eee" stroke="blue"/>');
  });

  test('has colours in sRGB', () => {
    const tokens = ':root{--ink:light-dark(oklch(0% 0 0),oklch(100% 0 0));--card:oklch(100% 0 0)}';
    const css = `${tokens}.a{fill:var(--ink);stroke:color-mix(in oklab, var(--ink) 50%, transparent)}.b{fill:var(--none, var(--card))}`;
    const { svg } = flat(css, '<path class="a"/><path class="b"/>');
    expect(svg).toMatch(/<path fill="#000" stroke="(rgba\(0, ?0, ?0, ?\.5\)|#00000080)"\/>/);
    expect(svg).toContain('<path fill="#fff"/>');
  });

  test('takes a property of its own from the nearest element that sets it', () => {
    const css = '.x{--line:red}.y{--line:blue}path{stroke:var(--line)}';
    const { svg } = flat(css, '<g class="x"><path/><g class="y"><path/></g><path/></g>');
    expect(svg.match(/stroke="\w+"/g)).toEqual(['stroke="red"', 'stroke="blue"', 'stroke="red"']);
  });

  test('heeds a style of an element’s own over its rules', () => {
    const { svg } = flat('.a{fill:red}', '<rect class="a" style="fill: url(#hatch)"/>');
    expect(svg).toContain('<rect fill="url(#hatch)"/>');
  });

  test('has letters by the names that the font files have', () => {
    const css = '.a{font:650 14px Inter, sans-serif}.b{white-space:pre}';
    const { svg } = flat(css, '<text class="a b">x</text>');
    expect(svg).toMatch(/font-family="Inter, sans-serif"/);
    expect(svg).toMatch(/font-weight="w650"/);
    expect(svg).toMatch(/xml:space="preserve"/);
  });

  test('is refused where a value cannot be read', () => {
    expect(() => flat('.a{fill:oklch(huge)}', '<path class="a"/>')).toThrow('“oklch(huge)”');
    expect(() => flat('.a{font:inherit}', '<path class="a"/>')).toThrow('“font: inherit”');
  });
});
