/**
 * What is picked out on this page, by topic: a member, a ballot, a message. It
 * is no part of any run, and every figure of the topic shows it.
 */
const picked = $state<Record<string, Record<string, number>>>({});

export function selectedIn(topic: string): Readonly<Record<string, number>> {
  return picked[topic] ?? {};
}

/** Picks one out, or with `null` lets go of it. */
export function selectIn(topic: string, what: string, which: number | null): void {
  const { [what]: _, ...others } = picked[topic] ?? {};
  picked[topic] = which === null ? others : { ...others, [what]: which };
}
