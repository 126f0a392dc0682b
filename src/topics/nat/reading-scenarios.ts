import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import { fieldsOf, readingEngine, readingOf } from './engine/reading/engine.ts';
import type {
  ReadingAction,
  ReadingConfig,
  ReadingEvent,
  ReadingState,
} from './engine/reading/types.ts';

type ReadingScenario = Scenario<ReadingConfig, ReadingState, ReadingAction, ReadingEvent>;

/** The messages of RFC 5769 §2.1 to 2.3, byte for byte, and their password. */
const PASSWORD = 'VOkJxbRl1RmTxUk/WvJxBt';
const REQUEST =
  '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf';
const RESPONSE_IPV4 =
  '0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96';
const RESPONSE_IPV6 =
  '010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c';

/** Frames at most: each byte that is covered, and each field. */
const LIMIT = 120;

/** The frame in which the last byte of an address is uncovered. */
function isAddress({ state }: { readonly state: ReadingState }): boolean {
  const field = fieldsOf(state)[state.field];
  return !!field?.xor && /address/i.test(field.name) && state.uncovered === field.xor.raw.length;
}

function told(
  rest: Pick<ReadingScenario, 'id' | 'title' | 'summary' | 'poster' | 'minor'> & {
    readonly message: string;
  },
): AnyScenario {
  const { message, ...words } = rest;
  return {
    ...words,
    engine: readingEngine,
    actionSchema: async () => (await import('./reading-action-schema.ts')).readingActionSchema,
    config: { message, password: PASSWORD },
    seed: 1,
    course: (state: ReadingState) =>
      readingEngine.explain(state, { type: 'next' }) === null ? { type: 'next' } : null,
    limit: LIMIT,
    labels: {
      start: ({ index }) => index === 0,
      covered: ({ state }) => fieldsOf(state)[state.field]?.xor !== undefined,
      // A request has no address in it.
      ...(message === REQUEST ? {} : { address: isAddress }),
      end: ({ state }) =>
        readingOf(state).ok && readingEngine.explain(state, { type: 'next' }) !== null,
    },
    figures: ['Bytes'],
  } satisfies ReadingScenario;
}

export const readingScenarios: readonly AnyScenario[] = [
  told({
    id: 'answer',
    title: 'A server’s answer',
    summary: 'Eighty bytes that say: from here you look like 192.0.2.1, port 32853.',
    message: RESPONSE_IPV4,
    poster: 'address',
  }),
  told({
    id: 'answer-ipv6',
    title: 'The same in IPv6',
    summary: 'A longer address, covered with the cookie and the transaction’s own number.',
    minor: true,
    message: RESPONSE_IPV6,
    poster: 'address',
  }),
  told({
    id: 'request',
    title: 'A check of ICE',
    summary:
      'What one peer sends another to try a way: who asks, how good the way is, and two seals.',
    message: REQUEST,
    poster: 'end',
  }),
];
