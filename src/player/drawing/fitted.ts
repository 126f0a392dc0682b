import { textWidth } from './text-width.ts';

/** A sentence in lines no wider than that, broken at its spaces, and where a word is wider. */
export function fitted(text: string, size: number, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, size, width))) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A word in pieces no wider than that; nearly all are one. */
function pieces(word: string, size: number, width: number): readonly string[] {
  const found = [''];
  for (const letter of word) {
    const longer = found.at(-1) + letter;
    if (longer.length > 1 && textWidth(longer, size) > width) found.push(letter);
    else found[found.length - 1] = longer;
  }
  return found;
}
