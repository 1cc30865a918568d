/** Fetches playlists and byte ranges of recorded files; a refusal becomes an ApiProblem. */
import { ApiProblem } from "../api/client.ts";
import type { ByteSource } from "./playback-playlist.ts";

export async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  return (await checked(url, { signal })).text();
}

/** The whole source in one piece. */
export async function fetchBytes(source: ByteSource, signal: AbortSignal): Promise<Uint8Array> {
  const response = await checked(source.url, { signal, headers: rangeHeader(source) });
  return new Uint8Array(await response.arrayBuffer());
}

/** The source piece by piece as it arrives. */
export async function* streamBytes(
  source: ByteSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const response = await checked(source.url, { signal, headers: rangeHeader(source) });
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

function rangeHeader({ range }: ByteSource): Record<string, string> {
  return range === null ? {} : { range: `bytes=${range[0]}-${range[0] + range[1] - 1}` };
}

async function checked(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...init });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    throw new ApiProblem(0);
  }
  if (response.ok) return response;
  const text = await response.text();
  try {
    throw new ApiProblem(response.status, JSON.parse(text));
  } catch (thrown) {
    throw thrown instanceof ApiProblem ? thrown : new ApiProblem(response.status);
  }
}
