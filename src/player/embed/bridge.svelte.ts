import { type Component, mount, tick } from 'svelte';
import { resolveFrame } from '../../lab/timeline.ts';
import { takesKey } from '../keys.ts';
import type { Player } from '../player.svelte.ts';
import type { StageProps } from '../stage.ts';
import { type Command, commandIn, type Slide, type Told } from './messages.ts';

/** A figure that stands in a frame, or by itself on a page of its own. */
export interface Embedded {
  readonly player: Player;
  readonly root: HTMLElement;
  readonly topic: string;
  readonly stage: Component<StageProps>;
  /** Of the page: from, to, steps, autoplay and print. */
  readonly address: URLSearchParams;
}

const framed = (): boolean => window.parent !== window;

/** Any page may be around it, and what is told is no secret: nothing is known of who reads it. */
function tell(message: Told): void {
  if (framed()) window.parent.postMessage({ lockstep: 1, ...message }, '*');
}

/** Joins a figure with the page around it, once it shows what its address asks for. */
export function connect(embedded: Embedded): void {
  listen(embedded);
  report(embedded);
  keys(embedded);
  autoplay(embedded);
}

/** What an address asks for beside a state: some of the frames, or all that have a label on paper. */
export async function prepare({ player, root, stage, address }: Embedded): Promise<void> {
  clip(player, address);
  if (address.get('print') !== 'strip') return;
  const { default: Strip } = await import('./Strip.svelte');
  mount(Strip, { target: root.parentElement!, props: { player, stage } });
  document.documentElement.dataset.print = 'strip';
}

/** What a link could not do, the page around it hears too. */
function clip(player: Player, address: URLSearchParams): void {
  const { notice } = player;
  if (notice) tell({ type: 'error', code: 'link', message: notice });
  const [from, to] = [address.get('from'), address.get('to')];
  if (from === null && to === null) return;
  try {
    player.clipTo(from, to);
  } catch (error) {
    const { message } = error as Error;
    player.notice = `It cannot be cut: ${message}. Here are all frames instead.`;
    tell({ type: 'error', code: 'frame', message });
  }
}

/** Says what it is and where it stands, from now on with each frame, and how large it is. */
function report(embedded: Embedded): void {
  introduce(embedded);
  $effect.root(() => {
    $effect(() => tellFrame(embedded.player));
  });
  const tellHeight = resized(embedded.root);
  // Out of sight nothing is observed, and a page that hears of it late moves under its reader.
  tellHeight();
  new ResizeObserver(tellHeight).observe(embedded.root);
}

function introduce({ player, root, topic }: Embedded): void {
  const { width, height } = root.getBoundingClientRect();
  tell({
    type: 'ready',
    topic,
    scenario: player.scenario.id,
    frames: player.frames.length,
    f: player.index,
    last: player.last,
    ratio: Math.round((width / height) * 1000) / 1000,
  });
}

function tellFrame(player: Player): void {
  tell({
    type: 'frame',
    f: player.index,
    label: player.labelsHere[0] ?? null,
    caption: player.caption,
    atStart: player.index === player.first,
    atEnd: player.index === player.last,
  });
}

/** Smaller changes come from the frame's own following, and would go on for ever. */
const LEAST = 2;

function resized(root: HTMLElement): () => void {
  let told = 0;
  return () => {
    const height = Math.ceil(root.getBoundingClientRect().bottom + window.scrollY);
    if (Math.abs(height - told) < LEAST) return;
    told = height;
    tell({ type: 'resize', height });
    // What hosts that know Embedly's frames listen for.
    if (framed()) {
      const said = { context: 'iframe.resize', height, src: location.href };
      window.parent.postMessage(said, '*');
    }
  };
}

/** Does what the page around it asks for; what comes from anywhere else is not looked at. */
function listen(embedded: Embedded): void {
  window.addEventListener('message', ({ source, data }) => {
    if (!framed() || source !== window.parent) return;
    const command = commandIn(data);
    if (command) obey(embedded, command);
  });
}

function obey(embedded: Embedded, command: Command | Slide): void {
  const { player, address } = embedded;
  if (command === 'slide:start') {
    if (mayPlay(address)) player.send({ type: 'PLAY' });
  } else if (command === 'slide:stop') player.send({ type: 'PAUSE' });
  else if (command.type === 'goto') goto(player, command.f);
  else if (command.type === 'step') step(player, command.by);
  else if (command.type === 'play') player.send({ type: 'PLAY' });
  else if (command.type === 'pause') player.send({ type: 'PAUSE' });
  else if (command.type === 'set') set(command);
  else {
    introduce(embedded);
    tellFrame(player);
  }
}

/** `auto` is what the reader's own system says. */
function set(wanted: Extract<Command, { type: 'set' }>): void {
  const { dataset } = document.documentElement;
  for (const name of ['theme', 'motion'] as const) {
    const value = wanted[name];
    if (value === 'auto') delete dataset[name];
    else if (value) dataset[name] = value;
  }
}

function goto(player: Player, wanted: number | string): void {
  try {
    const frame = resolveFrame(player.timeline, player.branchId, String(wanted));
    player.send({ type: 'GOTO', frame });
  } catch (error) {
    tell({ type: 'error', code: 'frame', message: (error as Error).message });
  }
}

/** By the reader's grain, as a press of Step does. */
function step(player: Player, by: number): void {
  const most = Math.min(Math.abs(by), player.frames.length);
  for (let i = 0; i < most; i += 1) player.send({ type: by > 0 ? 'STEP' : 'BACK' });
}

/** Whether it may move without having been asked by its reader. */
function mayPlay(address: URLSearchParams): boolean {
  const still =
    matchMedia('(prefers-reduced-motion: reduce)').matches ||
    document.documentElement.dataset.motion === 'off';
  return address.get('autoplay') === '1' && !still && !document.hidden;
}

/** Plays once, when it is first seen. */
function autoplay({ player, root, address }: Embedded): void {
  if (address.get('autoplay') !== '1') return;
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry?.isIntersecting) return;
    observer.disconnect();
    // The figure's own observer stops what is not seen, and may be told after this one.
    void tick().then(() => mayPlay(address) && player.send({ type: 'PLAY' }));
  });
  observer.observe(root);
}

const STEPS: Readonly<Record<string, 'next' | 'prev'>> = {
  ArrowRight: 'next',
  PageDown: 'next',
  ArrowLeft: 'prev',
  PageUp: 'prev',
};

/** Gives the keys back with Escape; and with `steps=1` steps, and hands over at its ends. */
function keys({ player, root, address }: Embedded): void {
  const steps = address.get('steps') === '1';
  const onstep = (event: KeyboardEvent) => {
    const dir = STEPS[event.key];
    const chord = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!steps || !dir || chord || takesKey(event.target, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const end = dir === 'next' ? player.last : player.first;
    if (player.index === end) tell({ type: 'edge', dir });
    else player.send({ type: dir === 'next' ? 'STEP' : 'BACK' });
  };
  const onescape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !framed()) return;
    (document.activeElement as HTMLElement | null)?.blur();
    window.parent.focus();
  };
  // Before the figure's own keys; and where nothing of the figure has the focus, too.
  window.addEventListener('keydown', onstep, { capture: true });
  window.addEventListener('keydown', onescape);
  if (!framed()) return;
  root.dataset.framed = '';
  root.setAttribute('aria-description', 'Escape gives the keys back to the page around it.');
}
