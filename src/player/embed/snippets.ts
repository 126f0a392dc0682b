/** A state of a figure, as it is to stand elsewhere. */
export interface Shown {
  /** The site's own address, without a slash at its end. */
  readonly origin: string;
  readonly topic: string;
  readonly scenario: string;
  readonly title: string;
  /** As a link has them: `v`, `f`, and `a` for what was done instead. */
  readonly parameters: URLSearchParams;
  /** The name of its poster: `first`, `last` or a label; `null` where none is drawn. */
  readonly poster: string | null;
  readonly caption: string;
}

/** A form in which a figure can be put somewhere, and what to copy for it. */
export interface Snippet {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const address = ({ origin, topic, scenario, parameters }: Shown): string =>
  `${origin}/embed/${topic}/${scenario}/?${parameters}`;

function iframe(shown: Shown): string {
  const source = attribute(address(shown));
  return `<iframe src="${source}" title="${attribute(shown.title)}" width="960" height="640" loading="lazy" style="width:100%;border:0" allow="fullscreen; clipboard-write" sandbox="allow-scripts allow-popups"></iframe>`;
}

/** Its attributes are called as they are in `src/embed/host.ts`. */
function element({ topic, scenario, title, parameters }: Shown, more = ''): string {
  const run = parameters.get('a');
  const state = `frame="${parameters.get('f')}"${run ? ` run="${run}"` : ''}`;
  return `<lockstep-figure topic="${topic}" scenario="${scenario}" ${state} title="${attribute(title)}"${more}></lockstep-figure>`;
}

const host = (origin: string): string => `${origin}/embed/host.js`;

function reveal(shown: Shown): string {
  const { origin, title } = shown;
  return `<section>
  <h2>${attribute(title)}</h2>
  ${element(shown, ' steps')}
</section>
<script type="module">
  // In a deck that imports Reveal, lockstep() goes among its plugins instead.
  import '${host(origin)}';
  import lockstep from '${origin}/embed/reveal.js';
  Reveal.registerPlugin(lockstep());
</script>`;
}

/**
 * A slide's clicks are the frames that are left. Not lazy: a slide that is reached knows its clicks
 * only if its figure runs by then. And no higher than a slide of Slidev's default size has room for.
 */
function slidev(shown: Shown): string {
  const source = attribute(`${address(shown)}&controls=none&steps=1`);
  const title = attribute(shown.title);
  return `---

# ${title}

<iframe ref="figure" :style="fit" src="${source}" title="${title}" style="width:100%;border:0;transform-origin:0 0" allow="fullscreen; clipboard-write" sandbox="allow-scripts allow-popups"></iframe>

<script setup>
// What begins with a $ is there on every slide of Slidev.
import { onMounted, onUnmounted, ref, watch } from 'vue'

const figure = ref()
const fit = ref()
let first
function show() {
  figure.value.contentWindow.postMessage({ lockstep: 1, type: 'goto', f: first + $clicks.value }, '*')
}
function hear({ source, data }) {
  if (data?.lockstep !== 1 || source !== figure.value.contentWindow) return
  if (data.type === 'resize') fit.value = { height: data.height + 'px', scale: Math.min(1, 390 / data.height) }
  if (data.type === 'edge') $nav.value[data.dir + 'Slide']()
  if (data.type !== 'ready') return
  first = data.f
  $clicksContext.register(figure, { delta: 0, max: data.last - first })
  show()
}
onMounted(() => addEventListener('message', hear))
onUnmounted(() => removeEventListener('message', hear))
watch($clicks, show)
</script>
`;
}

/** Everything that can be copied, each to work as it is. */
export function snippetsFor(shown: Shown): readonly Snippet[] {
  const { origin, topic, scenario, poster, caption } = shown;
  const all: Snippet[] = [
    { id: 'iframe', title: 'iframe', text: iframe(shown) },
    {
      id: 'element',
      title: 'element that follows its height',
      text: `<script type="module" src="${host(origin)}"></script>\n${element(shown)}`,
    },
    { id: 'reveal', title: 'reveal.js slide', text: reveal(shown) },
    { id: 'slidev', title: 'Slidev slide', text: slidev(shown) },
  ];
  if (poster === null) return all;
  const source = `${origin}/posters/${topic}/${scenario}/${poster}.svg`;
  const text = `<img src="${source}" alt="${attribute(caption)}" style="width:100%">`;
  return [...all, { id: 'poster', title: 'picture', text }];
}
