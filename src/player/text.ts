/** Breaks a sentence into lines of at most this many characters, at its spaces, and longer words. */
export function wrap(text: string, characters: number): readonly string[] {
  const lines: string[] = [];
  const piece = new RegExp(`.{1,${characters}}`, 'gu');
  for (const word of text.split(' ').flatMap((whole) => whole.match(piece) ?? [whole])) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= characters) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
