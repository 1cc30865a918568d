/**
 * Reads the server's HLS multivariant playlist (RFC 8216 §4.3.4): in which codecs and at what
 * bandwidth the streams of one time line can be had. Pure.
 */

export interface RenditionFacts {
  readonly stream: "main" | "sub";
  /** RFC 6381, separated by commas. */
  readonly codecs: string;
  readonly averageKbps: number;
}

export function parseRenditions(text: string): RenditionFacts[] {
  const found: RenditionFacts[] = [];
  let attributes = "";
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line.startsWith("#EXT-X-STREAM-INF:")) attributes = line;
    else if (line !== "" && !line.startsWith("#")) {
      const stream = /^(main|sub)\//.exec(line)?.[1];
      const codecs = /CODECS="([^"]*)"/.exec(attributes)?.[1];
      const bits = Number(/AVERAGE-BANDWIDTH=(\d+)/.exec(attributes)?.[1] ?? 0);
      if ((stream === "main" || stream === "sub") && codecs !== undefined) {
        found.push({ stream, codecs, averageKbps: bits / 1000 });
      }
    }
  }
  return found;
}
