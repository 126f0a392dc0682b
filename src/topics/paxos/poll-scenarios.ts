import type { GenericSchema } from 'valibot';
import { type AnyScenario, type Frame, type Scenario, scripted } from '../../lab/engine.ts';
import {
  type PollAction,
  type PollConfig,
  type PollEvent,
  type PollState,
  pollEngine,
} from './engine/poll/poll.ts';

type PollScenario = Scenario<PollConfig, PollState, PollAction, PollEvent>;

/** Few readers arrive by a link that needs it. */
async function loadPollActionSchema(): Promise<GenericSchema<unknown, PollAction>> {
  return (await import('./poll-action-schema.ts')).pollActionSchema;
}

const FIVE: PollConfig = { members: 5, values: 3 };
const [GREEN, BLUE, RED] = [0, 1, 2] as const;

const cast = (member: number, value: number): PollAction => ({ type: 'cast', member, value });
const first =
  (kind: PollEvent['kind']) =>
  ({ events }: Frame<PollState, PollAction, PollEvent>) =>
    events.some((e) => e.kind === kind);

function poll(
  votes: readonly PollAction[],
  named: Pick<PollScenario, 'id' | 'title' | 'summary' | 'labels' | 'minor' | 'poster'>,
): AnyScenario {
  const scenario: PollScenario = {
    engine: pollEngine,
    actionSchema: loadPollActionSchema,
    config: FIVE,
    seed: 1,
    limit: 12,
    course: scripted(votes),
    figures: ['Poll'],
    ...named,
  };
  return scenario;
}

export const pollScenarios: readonly AnyScenario[] = [
  poll([cast(0, RED), cast(1, BLUE), cast(2, RED), cast(3, BLUE), cast(4, GREEN)], {
    id: 'split-vote',
    title: 'A split vote',
    summary: 'Five members vote as they like, and after the last vote no colour can win any more.',
    labels: { even: ({ index }) => index === 4, stuck: first('stuck') },
    poster: 'stuck',
  }),
  poll([cast(0, RED), cast(1, BLUE), cast(2, RED), cast(3, RED)], {
    id: 'majority-vote',
    title: 'Three of five',
    summary: 'Red has three votes, and R4’s is not waited for.',
    labels: { decided: first('decide') },
    minor: true,
    poster: 'decided',
  }),
];
