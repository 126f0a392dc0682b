import { flushSync, hydrate } from 'svelte';
import { ready } from '../lab/engine.ts';
import { openTimeline } from '../lab/timeline.ts';
import Figure from '../player/Figure.svelte';
import type { Player } from '../player/player.svelte.ts';
import type { FigureSpec } from '../player/stage.ts';
import { findFigure } from './figure-registry.ts';

/** What `Figure.astro` wrote beside each picture it rendered. */
export interface Mount {
  readonly topic: string;
  readonly figure: string;
  readonly scenario: string;
  readonly frame?: number | string;
  readonly id: string;
  readonly number?: number;
  readonly controls: 'full' | 'min' | 'none';
  readonly drawn?: readonly number[];
  /** It starts when it is pressed, not when it is near. */
  readonly waits?: boolean;
}

/** Makes a figure that was rendered when the site was built run, and follows a link to it. */
export async function startFigure(element: Element, mount: Mount): Promise<void> {
  const address = new URLSearchParams(location.search);
  const linked = address.get('figure') === mount.id;
  const { spec, scenario, scenarios } = await findFigure(mount.topic, mount.figure, mount.scenario);
  const props = { ...mount, spec, scenario: await ready(scenario), scenarios };
  const other = linked ? scenarios.find((s) => s.id === address.get('scenario')) : undefined;
  const link = linked || isEmbed() ? linkOf(address) : undefined;
  const following = link ? { link, linked: other ? await ready(other) : props.scenario } : {};
  // Tasks of their own, so that a slow machine can answer its reader in between.
  await giveWay();
  const timeline = openTimeline(props.scenario);
  await giveWay();
  const embed = isEmbed() && asksForMore(address) ? embedOf(mount.topic, spec, address) : undefined;
  hydrate(Figure, {
    target: element,
    props: { ...props, ...following, timeline, ...(embed && { embed }) },
  });
  // From here on it hears what is asked of it.
  flushSync();
}

function giveWay(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function isEmbed(): boolean {
  return location.pathname.startsWith('/embed/');
}

/** Whether there is a page around it, or its address says more than which frame it shows. */
function asksForMore(address: URLSearchParams): boolean {
  const more = ['from', 'to', 'steps', 'autoplay', 'print'];
  return window.parent !== window || more.some((name) => address.has(name));
}

/** Joins a figure with what is around it; fetched only where there is something. */
function embedOf(topic: string, { stage }: FigureSpec, address: URLSearchParams) {
  return async (player: Player, root: HTMLElement) => {
    const bridge = await import('../player/embed/bridge.svelte.ts');
    const embedded = { player, root, topic, stage, address };
    await bridge.prepare(embedded);
    return { connect: () => bridge.connect(embedded) };
  };
}

/** The parameters of a link to a state, or nothing where the address has none. */
function linkOf(address: URLSearchParams): URLSearchParams | undefined {
  return address.has('f') || address.has('a') || address.has('v') ? address : undefined;
}
