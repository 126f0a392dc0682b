/** About how wide a text in Inter is, in CSS pixels: for laying out what must not overlap. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const letter of text) {
    if ('iljtfrI.,:;’ '.includes(letter)) ems += 0.32;
    else if ('mwMW'.includes(letter)) ems += 0.88;
    else if (letter >= 'A' && letter <= 'Z') ems += 0.7;
    else ems += 0.58;
  }
  return ems * size;
}
