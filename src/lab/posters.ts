import type { AnyScenario } from './engine.ts';
import { type AnyFrame, labelFrames } from './timeline.ts';

/** The frames of a scenario that are drawn as files, and the one that stands for it elsewhere. */
export interface PosterFrames {
  /** By name: `first`, `last`, its labels; and the poster's number, if it has no other name. */
  readonly frames: Readonly<Record<string, number>>;
  /** The name of the scenario's poster. */
  readonly poster: string;
}

/** Throws, naming it, where the scenario's poster is no frame of its run. */
export function posterFrames(scenario: AnyScenario, frames: readonly AnyFrame[]): PosterFrames {
  const { poster } = scenario;
  const named = { ...labelFrames(scenario, frames), first: 0, last: frames.length - 1 };
  if (typeof poster === 'string' && poster in named) return { frames: named, poster };
  const index = Number(poster);
  if (!frames[index]) throw new Error(`${scenario.id}: no frame is called “${poster}”.`);
  const name = Object.entries(named).find(([, at]) => at === index)?.[0];
  if (name) return { frames: named, poster: name };
  return { frames: { ...named, [index]: index }, poster: String(index) };
}

/** Of every poster as PNG, in pixels. */
const PNG_WIDTH = 1920;

/** Width and height in pixels of the PNG that is made of an SVG. Throws where it has no viewBox. */
export function pngSizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width, height] = /\bviewBox="\S+ \S+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  if (!width || !height) throw new Error('The picture has no viewBox.');
  return { width: PNG_WIDTH, height: Math.round((PNG_WIDTH * Number(height)) / Number(width)) };
}
