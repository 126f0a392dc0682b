import type { AnyScenario, LabelTest, Scenario } from '../../lab/engine.ts';
import { checklistEngine, settled } from './engine/checklist/engine.ts';
import { checkIn } from './engine/checklist/news.ts';
import type { ChecklistAction, ChecklistEvent, ChecklistState } from './engine/checklist/types.ts';
import { type IcePairConfig, PLAIN_ICE } from './engine/ice/pair.ts';
import { iceAgents } from './engine/ice/run.ts';
import { flights } from './engine/play/packets.ts';

type ChecklistScenario = Scenario<IcePairConfig, ChecklistState, ChecklistAction, ChecklistEvent>;
type Label = LabelTest<ChecklistState, ChecklistAction, ChecklistEvent>;

const has =
  (test: (event: ChecklistEvent) => boolean): Label =>
  ({ events }) =>
    events.some(test);
const kind = (which: ChecklistEvent['kind']): Label => has((event) => event.kind === which);

function told(
  rest: Pick<ChecklistScenario, 'id' | 'title' | 'summary' | 'poster'> & {
    readonly config: Partial<IcePairConfig>;
    readonly labels?: ChecklistScenario['labels'];
    /** What the run’s own course loses by hand. */
    readonly loses?: (state: ChecklistState) => ChecklistAction | null;
  },
): AnyScenario {
  const { labels, config, loses, ...words } = rest;
  return {
    ...words,
    config: { ...PLAIN_ICE, ...config },
    engine: checklistEngine,
    actionSchema: async () => (await import('./checklist-action-schema.ts')).checklistActionSchema,
    seed: 5,
    course: (state) => (settled(state) ? null : (loses?.(state) ?? { type: 'next' })),
    limit: 600,
    labels: {
      start: ({ index }) => index === 0,
      formed: kind('formed'),
      'first-check': kind('check'),
      dies: kind('died'),
      triggered: has((e) => e.kind === 'check' && e.cause === 'triggered'),
      'first-success': has((e) => e.kind === 'state' && e.to === 'Succeeded'),
      ...labels,
      nominated: kind('nominates'),
      selected: kind('selected'),
      end: ({ state }) => settled(state),
    },
    figures: ['Checklist'],
  } satisfies ChecklistScenario;
}

/** The first check with USE-CANDIDATE is lost while it is under way, and none after it. */
function firstNomination({ net, checks }: ChecklistState): ChecklistAction | null {
  const sent = checks.find(({ cause }) => cause === 'nomination');
  if (!sent || sent.end !== null) return null;
  const flight = flights(net).find(({ packet }) => {
    const check = checkIn(packet);
    return check?.side === sent.side && check.transaction === sent.transaction;
  });
  return flight ? { type: 'drop', packet: flight.packet.id } : null;
}

const bothHaveFrozen: Label = ({ state }) =>
  Object.values(iceAgents(state.net)).every(({ pairs }) => pairs.some((p) => p.state === 'Frozen'));

export const checklistScenarios: readonly AnyScenario[] = [
  told({
    id: 'ice',
    title: 'Try everything at once',
    summary:
      'Two port-restricted cones: the pair of what STUN saw wins, and the relay stays unused.',
    config: {},
    poster: 'nominated',
  }),
  told({
    id: 'ice-learned',
    title: 'A candidate that nobody offered',
    summary:
      'Behind a symmetric NAT a check comes from a port that nobody has told of, and that is the one that works.',
    config: { a: 'restricted-cone', b: 'symmetric' },
    labels: {
      learned: kind('learned'),
      // By way of the relay something is learned too; this one is direct.
      surprise: has((e) => e.kind === 'learned' && e.pair.local.type === 'host'),
    },
    poster: 'nominated',
  }),
  told({
    id: 'ice-relay',
    title: 'Only the relay is left',
    summary:
      'A port-restricted cone and a symmetric NAT: no direct pair succeeds, and after some patience a relayed one is taken.',
    config: { b: 'symmetric' },
    labels: { again: has((e) => e.kind === 'check' && e.again > 0) },
    poster: 'nominated',
  }),
  told({
    id: 'ice-conflict',
    title: 'Both want to decide',
    summary: 'Both begin as controlling. Two tiebreakers say who stays so.',
    config: { roles: { a: 'controlling', b: 'controlling' } },
    labels: { yields: kind('role'), refused: kind('refuses') },
    poster: 'yields',
  }),
  told({
    id: 'ice-frozen',
    title: 'Frozen, and thawed',
    summary:
      'RTP and RTCP need a pair each. A pair for RTCP stays frozen until the one like it has worked for RTP.',
    config: { components: 2, turn: false },
    labels: {
      frozen: bothHaveFrozen,
      thaws: has((e) => e.kind === 'state' && e.cause === 'foundation-succeeded'),
    },
    poster: 'thaws',
  }),
  told({
    id: 'ice-lost-nomination',
    title: 'A nomination is lost',
    summary:
      'The check with USE-CANDIDATE is lost. Nobody selects anything until it has been sent again.',
    config: { turn: false },
    loses: firstNomination,
    labels: {
      lost: has((e) => e.kind === 'died' && e.carried === 'unheard nomination'),
      again: has((e) => e.kind === 'check' && e.cause === 'nomination' && e.again > 0),
    },
    poster: 'lost',
  }),
];
