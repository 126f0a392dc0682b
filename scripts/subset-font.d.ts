declare module 'subset-font' {
  interface Options {
    readonly targetFormat: 'woff2' | 'truetype';
    /** A number pins the axis there. */
    readonly variationAxes?: Readonly<
      Record<string, number | { readonly min: number; readonly max: number }>
    >;
    /** Then `text` is empty. */
    readonly keepAllGlyphs?: boolean;
  }
  /** The glyphs of `text` and no others, as bytes of a font file. */
  export default function subsetFont(font: Buffer, text: string, options: Options): Promise<Buffer>;
}
