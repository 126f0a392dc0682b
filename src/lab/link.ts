import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import * as v from 'valibot';
import type { AnyScenario } from './engine.ts';
import { IllegalAction } from './engine.ts';
import {
  type Branch,
  openRun,
  openTimeline,
  type Run,
  resolveFrame,
  type Timeline,
} from './timeline.ts';

/** The link format written now. Older ones keep decoding. */
export const LINK_VERSION = 1;
/** Longer texts do not survive every mail client and chat; the run as JSON is offered instead. */
export const MAX_RUN_TEXT = 1_500;
/** A compressed text may not grow beyond this, so that a hostile link cannot fill memory. */
const MAX_RUN_JSON = 64 * 1024;

/** What a link says: `frame` is a number, or a label that the scenario gives. */
export interface LinkTarget {
  readonly frame: number | string;
  readonly run: Run | null;
}

export interface OpenedLink {
  readonly timeline: Timeline;
  readonly branch: number;
  readonly frame: number;
  /** Why the link could not be followed, in words, or `null`. */
  readonly notice: string | null;
}

const RunText = v.strictObject({
  s: v.pipe(v.number(), v.safeInteger()),
  d: v.pipe(
    v.array(v.tuple([v.pipe(v.number(), v.safeInteger(), v.minValue(0)), v.unknown()])),
    v.maxLength(200),
    v.check(
      (list) => list.every(([at], i) => i === 0 || at > list[i - 1]![0]),
      'its changes are not in order',
    ),
  ),
});

/** The seed and the deviations as URL text: JSON, deflated, in base64url. */
export function encodeRun(run: Run): string {
  const value = { s: run.seed, d: run.deviations.map((d) => [d.at, d.action]) };
  return toBase64Url(deflateSync(strToU8(JSON.stringify(value)), { level: 9 }));
}

/** The run that a text stands for. Rejects with an `Error` that gives a reason in words. */
export async function decodeRun(scenario: AnyScenario, text: string): Promise<Run> {
  if (text.length > MAX_RUN_TEXT) {
    throw new Error(`it is longer than ${MAX_RUN_TEXT} characters`);
  }
  const parsed = v.safeParse(RunText, parseRunJson(text));
  if (!parsed.success) throw new Error(describeIssue(parsed.issues[0]));
  const schema = await scenario.actionSchema();
  const deviations = parsed.output.d.map(([at, action]) => {
    const valid = v.safeParse(schema, action);
    if (!valid.success) {
      throw new Error(`its change at frame ${at} is not an action of this figure`);
    }
    return { at, action: valid.output as unknown };
  });
  return { scenario: scenario.id, seed: parsed.output.s, deviations };
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'check') return issue.message;
  const path = v.getDotPath(issue);
  return `it is not a run${path ? ` (at ${path})` : ''}`;
}

function parseRunJson(text: string): unknown {
  try {
    const bytes = inflateSync(fromBase64Url(text), { out: new Uint8Array(MAX_RUN_JSON) });
    return JSON.parse(strFromU8(bytes));
  } catch {
    throw new Error('its text is damaged or cut short');
  }
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (b) => String.fromCharCode(b)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

/** Address parameters for one frame of one branch. Empty parameters are left out. */
export function linkParameters(branch: Branch, frame: number, seed: number): URLSearchParams {
  const parameters = new URLSearchParams({ v: String(LINK_VERSION), f: String(frame) });
  const plain = branch.run.deviations.length === 0 && branch.run.seed === seed;
  if (!plain) parameters.set('a', encodeRun(branch.run));
  return parameters;
}

/**
 * Opens what a link points at. A link that cannot be followed opens frame 0 of
 * the scenario and says why; it never rejects for bad text.
 */
export async function openLink(
  scenario: AnyScenario,
  parameters: URLSearchParams,
  base: Timeline = openTimeline(scenario),
): Promise<OpenedLink> {
  const refuse = (reason: string): OpenedLink => ({
    timeline: base,
    branch: 0,
    frame: 0,
    notice: `This link could not be followed: ${reason}. Here is the first frame instead.`,
  });
  const version = parameters.get('v') ?? String(LINK_VERSION);
  if (version !== String(LINK_VERSION)) {
    return refuse(`its format is version ${version.slice(0, 20)}, and this page reads version 1`);
  }
  try {
    const text = parameters.get('a');
    const run = text ? await decodeRun(scenario, text) : null;
    const start =
      run && run.seed !== base.branches[0]!.run.seed ? openTimeline(scenario, run.seed) : base;
    const timeline = run ? openRun(start, run) : start;
    const branch = timeline.branches.at(-1)!.id;
    const wanted = parameters.get('f') ?? '0';
    const frame = resolveFrame(timeline, run ? branch : 0, wanted);
    return { timeline, branch: run ? branch : 0, frame, notice: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(error instanceof IllegalAction ? lowerFirst(reason) : reason);
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
}
