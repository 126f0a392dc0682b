import { hydrate } from 'svelte';
import { ready } from '../lab/engine.ts';
import { onFrame, requestFrame } from '../player/prose.ts';

/** What `Figure.astro` wrote beside each picture it rendered. */
interface Mount {
  readonly topic: string;
  readonly figure: string;
  readonly scenario: string;
  readonly frame?: number | string;
  readonly id: string;
  readonly number?: number;
  readonly controls: 'full' | 'min' | 'none';
}

/** How near a figure must be before its code is fetched. */
const NEAR = '600px 0px';
const waiting = new Map<string, Element>();

async function start(element: Element): Promise<void> {
  const mount = JSON.parse((element as HTMLElement).dataset.mount!) as Mount;
  if (!waiting.delete(mount.id)) return;
  const [{ default: Figure }, { findFigure }] = await Promise.all([
    import('../player/Figure.svelte'),
    import('./figure-registry.ts'),
  ]);
  const address = new URLSearchParams(location.search);
  const linked = address.get('figure') === mount.id;
  const { spec, scenario, scenarios } = await findFigure(mount.topic, mount.figure, mount.scenario);
  const props = { ...mount, spec, scenario: await ready(scenario), scenarios };
  const other = linked ? scenarios.find((s) => s.id === address.get('scenario')) : undefined;
  const link = linked || isEmbed() ? linkOf(address) : undefined;
  hydrate(Figure, {
    target: element,
    props: {
      ...props,
      ...(link ? { link, linked: other ? await ready(other) : props.scenario } : {}),
    },
  });
}

function isEmbed(): boolean {
  return location.pathname.startsWith('/embed/');
}

/** The parameters of a link to a state, or nothing where the address has none. */
function linkOf(address: URLSearchParams): URLSearchParams | undefined {
  return address.has('f') || address.has('a') || address.has('v') ? address : undefined;
}

/** A press on a pointing sentence moves its figure, starting it first where need be. */
function follow(event: MouseEvent): void {
  const pointer = (event.target as Element).closest<HTMLElement>('a[data-points]');
  if (!pointer || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  const { points: figure, frame } = pointer.dataset;
  const element = document.getElementById(figure!);
  if (!element) return;
  event.preventDefault();
  element.scrollIntoView({ block: 'nearest' });
  const mount = waiting.get(figure!);
  const started = mount ? start(mount) : Promise.resolve();
  started.then(() => requestFrame(figure!, frame!));
}

/** Lights up the sentences that point to where a figure now stands. */
function light(figure: string, label: string | null, index: number): void {
  for (const pointer of document.querySelectorAll<HTMLElement>(`a[data-points="${figure}"]`)) {
    const here = pointer.dataset.frame === label || pointer.dataset.frame === String(index);
    if (here) pointer.setAttribute('aria-current', 'true');
    else pointer.removeAttribute('aria-current');
  }
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      start(entry.target);
    }
  },
  { rootMargin: NEAR },
);
for (const element of document.querySelectorAll<HTMLElement>('[data-mount]')) {
  waiting.set((JSON.parse(element.dataset.mount!) as Mount).id, element);
  observer.observe(element);
}
document.addEventListener('click', follow);
onFrame(({ figure, label, index }) => light(figure, label, index));
