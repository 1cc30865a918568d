/** Reads a request's raw body after the caller has checked the rights, up to a limit. */
import type { Request } from "express";
import { VmsError } from "#base/errors";

/** @throws VmsError invalid_input `input.too_large`, cancelled when the client goes away. */
export async function readBody(req: Request, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new VmsError("invalid_input", "input.too_large", `the file is larger than ${maxBytes} bytes`, {
      details: { maxBytes },
    });
  if (Number(req.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (thrown) {
    if (thrown instanceof VmsError) throw thrown;
    throw new VmsError("cancelled", "http.client_gone", "the upload was broken off", {
      cause: thrown,
    });
  }
  return Buffer.concat(chunks, sizeBytes);
}
