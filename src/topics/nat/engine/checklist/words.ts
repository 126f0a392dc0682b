import type { IcePairConfig } from '../ice/pair.ts';
import { iceAgents } from '../ice/run.ts';
import type { IceCandidate, PairState } from '../ice/types.ts';
import { pairWords } from '../ice/work.ts';
import { kindOf, kindWords } from '../kinds.ts';
import { show } from '../net/address.ts';
import type { SideId } from '../pair.ts';
import { SIDES } from './news.ts';
import type { ChecklistEvent, ChecklistState, Why } from './types.ts';

const name = (side: SideId): string => side.toUpperCase();
const other = (side: SideId): string => (side === 'a' ? 'B' : 'A');
const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
const named = (c: IceCandidate): string => `${c.type} ${show(c)}`;
/** A sentence’s first letter. */
const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

type Of<Kind extends ChecklistEvent['kind']> = Extract<ChecklistEvent, { readonly kind: Kind }>;

/** Components are numbered from 1, and of two these are what they are for. RFC 8445 §4. */
export const COMPONENTS = ['RTP', 'RTCP'] as const;

/** A pair in words, with its component where there is more than one. */
type Say = (pair: { readonly local: IceCandidate; readonly remote: IceCandidate }) => string;

export const sayPair =
  ({ components }: IcePairConfig): Say =>
  (pair) =>
    components === 1
      ? pairWords(pair)
      : `${pairWords(pair)} (${COMPONENTS[pair.local.component - 1]})`;

export const STATE_WORDS: Readonly<Record<PairState, string>> = {
  Frozen: 'Frozen',
  Waiting: 'Waiting',
  'In-Progress': 'In progress',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
};

function because(side: SideId, why: Why): string {
  switch (why.is) {
    case 'highest': {
      const first = why.thawed
        ? 'Another pair of its foundation has succeeded and thawed it, and of those that wait it has the highest priority.'
        : 'Of the pairs that wait it has the highest priority.';
      const later = `${counted(why.behind, 'higher one has', 'higher ones have')} to wait until the TURN server permits it.`;
      return why.behind > 0
        ? `Of those that may be sent it has the highest priority: ${later}`
        : first;
    }
    case 'idle':
      return 'No pair was waiting and none of its foundation is in progress, so it is thawed.';
    case 'came-in':
      return `It jumps the queue, since a check from ${other(side)} came in for it.`;
    case 'role':
      return 'It jumps the queue, since its last check claimed a role that is no longer so.';
    case 'confirm':
      return `After the change of roles it asks once more whether ${other(side)} is controlled.`;
    case 'nomination':
      return 'This time with USE-CANDIDATE, which nominates the pair.';
    case 'silence':
      return `For ${why.ms} ms there was no answer.`;
  }
}

function stateWords(event: Of<'state'>, say: Say): string {
  const { side, pair, to, cause, took, seenAs } = event;
  const [who, peer, what] = [name(side), other(side), say(pair)];
  if (to === 'Succeeded') {
    const after = took === null ? '' : ` after ${took} ms`;
    const seen = seenAs ? ` ${peer} saw ${who} as ${named(seenAs)}.` : '';
    return `${who}’s check of ${what} is answered${after}: the pair has succeeded.${seen}`;
  }
  if (to === 'Failed') return `${who} gives up on ${what}: ${FAILED[cause] ?? 'it has failed'}.`;
  if (cause === 'triggered') {
    return `A check from ${peer} comes in at ${who} for ${what}. So ${who} queues its own check of that pair ahead of the ordinary ones.`;
  }
  if (cause === 'role-conflict') {
    return `${who} has to check ${what} again, in its new role.`;
  }
  return `${who}’s pair ${what} is thawed: another one of its foundation has succeeded.`;
}

const FAILED: Readonly<Record<string, string>> = {
  timeout: 'it was asked seven times, and never answered',
  error: 'the check was refused',
  asymmetry: 'the answer came from another address than the check went to',
  'no-permission': 'the TURN server does not permit sending there',
};

/** What the pairs of one foundation have in common. RFC 8445 §5.1.1.3. */
const ALIKE = 'candidates of the same types, from the same machines and servers';

/** A success thaws what is like it. RFC 8445 §7.2.5.3.3. */
function thawWords(thawed: readonly Of<'state'>[], say: Say): string {
  const [first] = thawed;
  return thawed.length === 1
    ? `That thaws ${say(first!.pair)}: it is of the same foundation (${ALIKE}), so it is likely to work too.`
    : `That thaws ${thawed.length} pairs of the same foundation (${ALIKE}): they are likely to work too.`;
}

function checkWords({ side, pair, cause, again, why }: Of<'check'>, say: Say): string {
  const more = again > 0 || why.is === 'nomination' || why.is === 'confirm' ? ' again' : '';
  const reason =
    why.is === 'silence' && cause === 'nomination'
      ? `For ${why.ms} ms its nomination was not answered, so it goes out once more, with USE-CANDIDATE as before.`
      : because(side, why);
  return `${name(side)} checks ${say(pair)}${more}. ${reason}`;
}

function deathWords({ side, pair, words, carried }: Of<'died'>, say: Say): string {
  const check = `${name(side)}’s check of ${say(pair)}`;
  const fate = words === null ? `${check} is lost, by hand.` : `${check} dies. ${upper(words)}.`;
  if (carried === 'check') return fate;
  return `${fate} It was the nomination: ${other(side)} has not heard it and selects nothing yet, nor may ${name(side)} before it is answered.`;
}

/** What was gathered: candidates that differ in nothing but the port are named once. */
function gatheredWords({ side, candidates }: Of<'offers'>): string {
  const alike = (c: IceCandidate, d: IceCandidate) => c.type === d.type && c.ip === d.ip;
  const firsts = candidates.filter((c, i) => candidates.findIndex((d) => alike(c, d)) === i);
  const each = firsts.map((first) => {
    const ports = candidates.filter((c) => c !== first && alike(c, first)).map((c) => c.port);
    return [named(first), ...ports.map((port) => `:${port}`)].join(' and ');
  });
  return `${name(side)} has gathered ${each.join(', ')}, and sends these to ${other(side)}.`;
}

/** `alone` has room to say what a foundation is. */
function formedWords({ side, waiting, of }: Of<'formed'>, alone: boolean): string {
  const frozen = of - waiting;
  const made = `${name(side)} pairs its candidates with ${other(side)}’s, which makes ${counted(of, 'pair', 'pairs')} to check`;
  if (frozen === 0) {
    return `${made}, the highest priority first: all wait, as no two are of one foundation.`;
  }
  if (!alone)
    return `${made}: ${counted(waiting, 'waits', 'wait')}, and ${counted(frozen, 'is', 'are')} frozen.`;
  return `${made}. Two are of one foundation if they have ${ALIKE}: the first of each waits, and ${counted(frozen, 'other is', 'others are')} frozen until it has succeeded or nothing else waits.`;
}

function selectedWords(event: Of<'selected'>, { components }: IcePairConfig, say: Say): string {
  const why =
    event.role === 'controlling'
      ? 'its nomination has been answered'
      : 'the nomination is of a pair that it can use';
  const which = components === 1 ? '' : ` for ${COMPONENTS[event.local.component - 1]}`;
  return `${name(event.side)} selects ${say(event)}: ${why}. What else is on its checklist${which} is over.`;
}

function refusalWords({ side, role, pair, late }: Of<'refuses'>, say: Say): string {
  const [who, peer] = [name(side), other(side)];
  const what = pair ? ` of ${say(pair)}` : '';
  const follows = late
    ? `${peer} sent it before it gave way, so nothing more follows.`
    : `By the tiebreakers ${who} stays so, and ${peer} is to give way.`;
  return `${who} answers ${peer}’s check${what} with 487, Role Conflict, since it claims to be ${role} too. ${follows}`;
}

/** `alone` is what leads its caption. */
function words(event: ChecklistEvent, config: IcePairConfig, alone: boolean): string {
  const say = sayPair(config);
  switch (event.kind) {
    case 'offers':
      return gatheredWords(event);
    case 'formed':
      return formedWords(event, alone);
    case 'check':
      return checkWords(event, say);
    case 'state':
      return stateWords(event, say);
    case 'learned':
      return `A check comes in at ${name(event.side)} from ${show(event.pair.remote)}, which is not on its checklist. That makes a new pair, ${say(event.pair)}, whose check goes ahead of the ordinary ones.`;
    case 'refuses':
      return refusalWords(event, say);
    case 'role':
      return event.told
        ? `${name(event.side)} was answered with 487, and is ${event.role} from now on.`
        : `${other(event.side)}’s check claims the role that ${name(event.side)} has. By the tiebreakers ${name(event.side)} gives way, and is ${event.role} from now on.`;
    case 'nominates':
      return event.hoped === null
        ? `${name(event.side)} nominates ${say(event.pair)}: no better pair can come any more.`
        : `${name(event.side)} nominates ${say(event.pair)}. It has hoped for a better pair for ${event.hoped} ms, and hopes no longer.`;
    case 'accepts':
      return `${name(event.side)} takes the nomination of ${say(event.pair)}, and selects it once its own check succeeds.`;
    case 'selected':
      return selectedWords(event, config, say);
    case 'died':
      return deathWords(event, say);
    case 'failed':
      return `${name(event.side)} has no pair left to check: its checklist has failed.`;
    case 'anew':
      return '';
  }
}

/** What is told first, of what happens in one moment; the rest follows from it. */
const ORDER: readonly ChecklistEvent['kind'][] = [
  'selected',
  'died',
  'role',
  'refuses',
  'learned',
  'check',
  'state',
  'accepts',
  'nominates',
  'offers',
  'formed',
  'failed',
];

/** What stands beside the first. */
const BESIDE: Readonly<Partial<Record<ChecklistEvent['kind'], readonly ChecklistEvent['kind'][]>>> =
  {
    state: ['nominates', 'failed', 'accepts'],
    offers: ['formed'],
    learned: ['accepts'],
  };

export function caption(state: ChecklistState, events: readonly ChecklistEvent[]): string {
  if (events.length === 0 || events[0]!.kind === 'anew') return quiet(state);
  const thaws = (e: ChecklistEvent): e is Of<'state'> =>
    e.kind === 'state' && e.cause === 'foundation-succeeded';
  const sorted = events.toSorted(
    (x, y) => ORDER.indexOf(x.kind) - ORDER.indexOf(y.kind) || Number(thaws(x)) - Number(thaws(y)),
  );
  const first = sorted[0]!;
  const beside = sorted.slice(1).find((e) => BESIDE[first.kind]?.includes(e.kind));
  const thawed = sorted.filter(thaws);
  const queued = sorted.filter((e) => e.kind === 'state' && e.cause === 'role-conflict');
  const said = [words(first, state.config, true)];
  if (beside) said.push(words(beside, state.config, false));
  else if (first.kind === 'state' && first.to === 'Succeeded' && thawed.length > 0) {
    said[0] = words({ ...first, seenAs: null }, state.config, true);
    said.push(thawWords(thawed, sayPair(state.config)));
  } else if (first.kind === 'role' && queued.length > 0) {
    said.push(`It sends ${counted(queued.length, 'check', 'checks')} again in its new role.`);
  }
  return said.join(' ');
}

/** Nothing has happened yet, or nothing more will. */
function quiet({ config, net, checks }: ChecklistState): string {
  const agents = iceAgents(net);
  if (checks.length === 0 && net.now === 0) {
    const [a, b] = [kindWords(kindOf(config.a)), kindWords(kindOf(config.b))];
    const roles =
      agents.a.role === agents.b.role
        ? `Both believe that they are ${agents.a.role}`
        : `A is ${agents.a.role}, B is ${agents.b.role}`;
    const needs =
      config.components === 1
        ? ''
        : ' Two components need a pair each: RTP, and RTCP with a port of its own.';
    const kinds = a === b ? `In front of both: ${a}` : `In front of A: ${a}; in front of B: ${b}`;
    return `${kinds}; ${config.turn ? 'there is a TURN server' : 'there is no TURN server'}. ${roles}, and neither has a checklist yet.${needs}`;
  }
  const [done, lost] = [
    SIDES.filter((s) => agents[s].checklist === 'Completed'),
    SIDES.filter((s) => agents[s].checklist !== 'Completed'),
  ];
  const pair = config.components === 1 ? 'a pair' : 'a pair for RTP and one for RTCP';
  if (lost.length === 0) return `Both have selected ${pair}, and ICE is completed.`;
  if (done.length === 0)
    return `Neither has selected ${pair}: there is no way from one to the other.`;
  return `${name(done[0]!)} has selected ${pair}, and ${name(lost[0]!)} has not.`;
}
