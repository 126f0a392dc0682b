import { hexNumber } from './bytes.ts';

/**
 * SASLprep (RFC 4013): a text as username, realm or password before it is
 * hashed. RFC 5389 asks for it, and RFC 8489 for OpaqueString instead; both
 * leave visible ASCII as it is. Beyond that they differ: OpaqueString
 * normalises to NFC and keeps Ⅸ, SASLprep to NFKC and makes it IX. The vectors
 * of RFC 5769 need SASLprep, and appendix B.1 of RFC 8489 has its result too.
 *
 * Of the profile, this does the mapping (§2.1), the normalisation (§2.2) and
 * the prohibited characters (§2.3), with the tables of RFC 3454. It does not
 * refuse characters that Unicode 3.2 had not assigned (§2.5), nor texts that
 * mix writing directions (§2.4): those rules only refuse, so no accepted text
 * becomes another one for lack of them.
 *
 * There is a library, @mongodb-js/saslprep, and it needs Node's `Buffer` in the browser.
 *
 * Throws `Prohibited`, which names the character.
 */
export function saslprep(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const prepared = text.replace(SPACES, ' ').replace(MAPPED_TO_NOTHING, '').normalize('NFKC');
  const [bad] = PROHIBITED.exec(prepared) ?? [];
  if (bad === undefined) return prepared;
  const point = hexNumber(bad.codePointAt(0)!, 4).slice(2).toUpperCase();
  throw new Prohibited(`A username, realm or password may not have the character U+${point}.`);
}

/** A text that SASLprep refuses. */
export class Prohibited extends Error {
  override readonly name = 'Prohibited';
}

/** RFC 3454 C.1.2. U+200B is in B.1 too; here it becomes a space, as it does in libraries. */
const SPACES = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu;

/** RFC 3454 B.1. Written as alternatives, since some of them join what stands before them. */
const MAPPED_TO_NOTHING =
  /\u00ad|\u034f|\u1806|\u180b|\u180c|\u180d|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/gu;

/** RFC 3454 C.1.2, C.2.1, C.2.2 and C.3 to C.9, as RFC 4013 §2.3 lists them. */
const PROHIBITED = new RegExp(
  [
    SPACES.source,
    '[\\u0000-\\u001f\\u007f]',
    '[\\u0080-\\u009f\\u06dd\\u070f\\u180e\\u2028\\u2029\\u2060-\\u2063\\u206a-\\u206f]',
    '\\u200c|\\u200d|\\ufeff|[\\ufff9-\\ufffd]|[\\u{1d173}-\\u{1d17a}]',
    '\\p{Co}|\\p{Cs}|\\p{Noncharacter_Code_Point}',
    '[\\u2ff0-\\u2ffb]',
    '\\u0340|\\u0341|[\\u200e\\u200f\\u202a-\\u202e]',
    '[\\u{e0001}\\u{e0020}-\\u{e007f}]',
  ].join('|'),
  'u',
);
