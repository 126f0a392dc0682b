import { describe, expect, test } from 'vitest';
import { type Element, selectorsOf } from './selectors.ts';

function element(tag: string, given: Partial<Element> & { names?: string } = {}): Element {
  const { names = '', ...rest } = given;
  const classes = new Set(names.split(' ').filter(Boolean));
  return { tag, attributes: new Map(), classes, parent: null, previous: null, ...rest };
}

const root = element('svg', { names: 'picture S1' });
const group = element('g', { parent: root, names: 'cell kept S1' });
const box = element('rect', { parent: group, names: 'S1' });
const label = element('text', { parent: group, previous: box, names: 'name S1' });

const reaches = (selector: string, one: Element) =>
  selectorsOf(selector).some(({ matches }) => matches(one));

describe('a selector of a figure', () => {
  test.each([
    ['text', label, true],
    ['text.name.S1', label, true],
    ['rect', label, false],
    ['.picture .name', label, true],
    ['.picture > .name', label, false],
    ['g > text', label, true],
    ['rect + text', label, true],
    ['rect ~ text', label, true],
    ['text + rect', box, false],
    ['.cell.kept.S1:not(.output) rect:where(.S1)', box, true],
    ['.cell.S1:not(.kept) rect', box, false],
    ['.gone, .cell:is(.kept, .dropped)', group, true],
    [':root', root, true],
    [':root[data-theme=dark]', root, false],
    ['*,:before', box, true],
    ['.cell:hover', group, false],
  ] as const)('%s', (selector, one, expected) => {
    expect(reaches(selector, one)).toBe(expected);
  });

  test('weighs what it names, and nothing inside :where', () => {
    const weight = (text: string) => selectorsOf(text)[0]!.specificity;
    expect(weight('text')).toBeLessThan(weight('.name'));
    expect(weight('.name.S1')).toBe(2 * weight('.name'));
    expect(weight('.a text:where(.S1.b)')).toBe(weight('.a text'));
    expect(weight('.a:not(.b)')).toBe(weight('.a.b'));
  });

  test('of another form is refused', () => {
    expect(() => selectorsOf('.a || .b')).toThrow('“.a || .b” is not understood');
  });
});
