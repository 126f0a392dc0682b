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

const slidev = (shown: Shown): string => `---

# ${shown.title}

${iframe(shown)}
`;

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
