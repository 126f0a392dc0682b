/** What is used of pdf-lib, which comes with a talk's own packages. */
interface Named {
  keys(): unknown[];
  lookup(key: unknown): Named;
}
interface Stream extends Named {
  readonly dict: Named;
}
export interface PdfLib {
  readonly PDFDocument: {
    load(bytes: Uint8Array): Promise<{
      getPages(): readonly { node: { Resources(): Named; Contents(): Stream } }[];
    }>;
  };
  readonly PDFName: { of(name: string): unknown };
  decodePDFRawStream(stream: Stream): { decode(): Uint8Array };
}

/**
 * The text of each page of a PDF as Chromium writes it, without the blanks that are only distance:
 * fonts are subsets with codes of their own, which a table of each font gives back.
 */
export async function textOfPages(bytes: Uint8Array, lib: PdfLib): Promise<readonly string[]> {
  const read = (stream: Stream) =>
    Buffer.from(lib.decodePDFRawStream(stream).decode()).toString('latin1');
  const entries = (resources: Named, kind: string) => {
    const dict = resources.lookup(lib.PDFName.of(kind)) as Named | undefined;
    return dict?.keys().map((key) => [String(key), dict.lookup(key)] as const) ?? [];
  };
  const textIn = (stream: Stream, resources: Named): string => {
    const fonts = new Map(
      entries(resources, 'Font').map(([name, font]) => [
        name,
        charactersOf(read(font.lookup(lib.PDFName.of('ToUnicode')) as Stream)),
      ]),
    );
    // A frame of another process is a drawing within the page's.
    const drawn = new Map(entries(resources, 'XObject') as [string, Stream][]);
    let font: ReadonlyMap<string, string> | undefined;
    let text = '';
    for (const [, chosen, code, name] of read(stream).matchAll(
      /(\/\w+) [\d.]+ Tf|<([\dA-F]+)> Tj|(\/\w+) Do/g,
    )) {
      if (chosen) font = fonts.get(chosen);
      if (code) text += font?.get(code) ?? '';
      const inner = name && drawn.get(name);
      const own = inner && (inner.dict.lookup(lib.PDFName.of('Resources')) as Named | undefined);
      if (inner && own) text += textIn(inner, own);
    }
    return text;
  };
  const document = await lib.PDFDocument.load(bytes);
  return document.getPages().map(({ node }) => textIn(node.Contents(), node.Resources()));
}

/** From codes to characters: the ToUnicode map of a font. */
function charactersOf(map: string): ReadonlyMap<string, string> {
  const characters = new Map<string, string>();
  const write = (hex: string) =>
    String.fromCharCode(...hex.match(/.{4}/g)!.map((unit) => Number.parseInt(unit, 16)));
  for (const [, from = '', to, start] of map.matchAll(/^<(\w+)> (?:<(\w+)> )?<(\w{4,})>$/gm)) {
    const first = Number.parseInt(from, 16);
    const last = to ? Number.parseInt(to, 16) : first;
    for (let code = first; code <= last; code += 1) {
      const hex = code.toString(16).toUpperCase().padStart(from.length, '0');
      const character = write(start!);
      characters.set(
        hex,
        to ? String.fromCharCode(character.charCodeAt(0) + code - first) : character,
      );
    }
  }
  return characters;
}
