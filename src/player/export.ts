import { encodeRun, LINK_VERSION } from '../lab/link.ts';
import type { Player } from './player.svelte.ts';

/** Properties that a picture takes from the page's style sheets. */
const CARRIED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'letter-spacing',
  'text-anchor',
  'dominant-baseline',
  'visibility',
  'display',
] as const;
const PNG_WIDTH = 1920;
const MARGIN = 24;

/** The frame that a figure shows, as an SVG that needs nothing from this page. */
export function pictureOf(root: HTMLElement, caption: string): string {
  const picture = [...root.querySelectorAll<SVGSVGElement>('.stage svg.picture')].find(
    (svg) => svg.getClientRects().length > 0,
  );
  if (!picture) throw new Error('The figure shows no picture to export.');
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const originals = [picture, ...picture.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  originals.forEach((original, i) => {
    inlineStyle(original, copies[i]!);
  });
  const { width, height } = picture.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', viewBoxWithMargin(width, height));
  copy.setAttribute('width', String(width + 2 * MARGIN));
  copy.setAttribute('height', String(height + 2 * MARGIN));
  copy.prepend(backdrop(width, height, getComputedStyle(root).backgroundColor));
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = caption;
  copy.prepend(title);
  return new XMLSerializer().serializeToString(copy);
}

const viewBoxWithMargin = (width: number, height: number) =>
  `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`;

function backdrop(width: number, height: number, colour: string): SVGRectElement {
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  rect.setAttribute('x', String(-MARGIN));
  rect.setAttribute('y', String(-MARGIN));
  rect.setAttribute('width', String(width + 2 * MARGIN));
  rect.setAttribute('height', String(height + 2 * MARGIN));
  rect.setAttribute('style', `fill:${colour}`);
  return rect;
}

function inlineStyle(from: SVGElement, to: SVGElement): void {
  const style = getComputedStyle(from);
  const text = CARRIED.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';');
  to.setAttribute('style', text);
  to.removeAttribute('class');
}

/** The same picture, drawn `PNG_WIDTH` pixels wide. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = PNG_WIDTH;
  canvas.height = Math.round((image.height / image.width) * PNG_WIDTH);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw a PNG.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The PNG came out empty.'))));
  });
}

/** The run as JSON: what it started from, every action, and every frame's caption. */
export function runOf(player: Player): Blob {
  const { branch, scenario } = player;
  const document = {
    lockstep: LINK_VERSION,
    scenario: scenario.id,
    run: branch.run,
    text: encodeRun(branch.run),
    frame: player.index,
    frames: branch.frames.map((frame) => ({
      frame: frame.index,
      action: frame.action,
      events: frame.events,
      caption: player.captionOf(frame),
    })),
  };
  return new Blob([JSON.stringify(document, null, 1)], { type: 'application/json' });
}

/** Hands a file to the reader. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
