import { stylesFor } from '../poster-files.ts';

/** The picture that a link to an article shows elsewhere: a figure, a rule, and the title. */

/** What Open Graph asks for, in pixels. */
export const CARD = { width: 1200, height: 630 } as const;
/** Bytes. Messengers leave larger ones out. */
export const MAX_BYTES = 200_000;

/** Pixels: the card's margins, and the rule that the title stands under. */
const SIDE = 56;
const TOP = 44;
const BOTTOM = 40;
/** From the rule to the first line's foot, and from there to the next. */
const TITLE = 63;
const LINE = 48;
/** What a letter may have under the last of them. */
const DESCENT = 11;
const ABOVE_RULE = 30;
/** So many letters of the title fit on a line, beside the site's name. */
const LETTERS = 46;

/** The picture stands on paper here, so what it leaves blank around its words is paper. */
const STYLES = `
  svg.picture{--card:var(--paper)}
  svg.card{font-family:var(--sans);color:var(--ink);background:var(--paper)}
  :where(svg.picture) text{fill:var(--ink)}
  .card-rule{stroke:var(--rule);stroke-width:1px}
  .card-title{font-family:var(--serif);font-size:42px;font-weight:600;letter-spacing:-.022em;fill:var(--ink)}
  .card-site{font-size:24px;font-weight:600;text-anchor:end;fill:var(--accent)}`;

/** A title's lines, about as long as each other. */
export function linesOf(title: string): readonly string[] {
  const lines = [''];
  const most = title.length / Math.ceil(title.length / LETTERS);
  for (const word of title.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trim();
    // A line may be longer than its share by half a word.
    if (lines.at(-1) === '' || line.length <= most + word.length / 2)
      lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}

/**
 * A card of `picture`, an SVG with its title in it and `viewBox`, `width` and `height` in its
 * tag, and the styles `css` of a page that has the figure. Throws where there is no title.
 */
export function cardOf(picture: string, css: string): string {
  const [, title] = /<title>([^<]+)<\/title>/.exec(picture) ?? [];
  if (!title) throw new Error('The picture for a card has no title.');
  const lines = linesOf(title);
  const foot = CARD.height - BOTTOM - (DESCENT + (lines.length - 1) * LINE);
  const rule = foot - TITLE;
  const room = `x="${SIDE}" y="${TOP}" width="${CARD.width - 2 * SIDE}" height="${rule - ABOVE_RULE - TOP}"`;
  // It may stand out into the space around it, as on a page.
  const placed = picture
    .replace(/^<svg\b(?:[^>"]|"[^"]*")*>/, (tag) =>
      tag
        .replaceAll(/ (?:x|y|width|height|overflow)="[^"]*"/g, '')
        .replace('<svg', `<svg ${room} overflow="visible"`),
    )
    .replace(/<title>[^<]*<\/title>/, '');
  const right = CARD.width - SIDE;
  const words = lines.map(
    (line, i) => `<text class="card-title" x="${SIDE}" y="${foot + i * LINE}">${line}</text>`,
  );
  const style = stylesFor(picture, css) + STYLES;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="card" viewBox="0 0 ${CARD.width} ${CARD.height}">`,
    `<style>${style.replaceAll('&', '&amp;')}</style>`,
    placed,
    `<line class="card-rule" x1="${SIDE}" x2="${right}" y1="${rule}" y2="${rule}"/>`,
    ...words,
    `<text class="card-site" x="${right}" y="${foot}">Lockstep</text>`,
    '</svg>',
  ].join('');
}
