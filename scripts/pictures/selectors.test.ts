import type { Element } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { selectorsOf } from './selectors.ts';

const source =
  '<svg class="picture S1"><g class="cell kept S1"><rect class="S1"/> <text class="name S1"/></g></svg>';
const root = parseDocument(source, { xmlMode: true }).firstChild as Element;
const group = root.firstChild as Element;
const [box, , label] = group.children as [Element, unknown, Element];

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
    ['.cell:focus-visible', group, false],
    ['.cell:not(:hover)', group, true],
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
