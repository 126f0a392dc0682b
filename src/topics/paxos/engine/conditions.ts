/** Why a condition does not hold, with the places of the picture that show it. */
interface Worded {
  readonly text: string;
}

/** What a condition says of itself. */
export interface Said<Reason extends Worded> {
  /** As a conjunct, in a notation like TLA+; empty if it is none. */
  readonly formula: string;
  /** The rule in words, as an order. */
  readonly rule: string;
  /** Why it does not hold. */
  readonly reasons: () => readonly Reason[];
}

/** One thing that a move needs. Searches ask for millions: the words are made where they are read. */
export interface Check<Reason extends Worded> {
  readonly holds: boolean;
  /** Switched off, or not asked yet: it does not count. */
  readonly off?: boolean;
  readonly say: () => Said<Reason>;
}

/** One condition of a move, in words. */
export interface Condition<Reason extends Worded> extends Omit<Said<Reason>, 'reasons'> {
  readonly holds: boolean;
  /** Switched off, or not asked yet: it does not count. */
  readonly off: boolean;
  readonly reasons: readonly Reason[];
}

/** A move that may not be made: which rule it breaks, and where to see that. */
export interface Refusal<Reason extends Worded> {
  /** `R1 may not propose blue`. */
  readonly title: string;
  /** The rule in words, as an order. */
  readonly rule: string;
  readonly reasons: readonly Reason[];
}

export function check<Reason extends Worded>(
  holds: boolean,
  formula: () => string,
  rule: string,
  reasons: () => readonly Reason[],
): Check<Reason> {
  return { holds, say: () => ({ formula: formula(), rule, reasons }) };
}

/** Whether all that counts holds; it stops at the first that does not. */
export function allHold(checks: Iterable<Check<Worded>>): boolean {
  for (const { holds, off } of checks) {
    if (!holds && !off) return false;
  }
  return true;
}

export function inWords<Reason extends Worded>(
  checks: Iterable<Check<Reason>>,
): readonly Condition<Reason>[] {
  return Array.from(checks, ({ holds, off = false, say }) => {
    const said = say();
    return { ...said, holds, off, reasons: holds ? [] : said.reasons() };
  });
}

/** The first of them that is broken makes the refusal; `null` if none is. */
export function refusalBy<Reason extends Worded>(
  conditions: readonly Condition<Reason>[],
  title: () => string,
): Refusal<Reason> | null {
  const broken = conditions.find((c) => !c.holds && !c.off);
  return broken ? { title: title(), rule: broken.rule, reasons: broken.reasons } : null;
}

/** The refusal in one line, for whoever cannot see it. */
export function refusalWords({ title, rule, reasons }: Refusal<Worded>): string {
  return [`${title}.`, `The rule: ${rule}`, ...reasons.map((r) => r.text)].join(' ');
}
