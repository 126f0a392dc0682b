import { extractText, getDocumentProxy } from 'unpdf';

/** The text of each page of a PDF, with a blank wherever one line or word ends. */
export async function textOfPages(bytes: Uint8Array): Promise<readonly string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)));
  return text.map((page) => page.replaceAll(/\s+/g, ' '));
}
