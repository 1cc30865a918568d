/**
 * One HTTP-FLV GET from the relay on loopback. Owns the request; hands over the bytes as they come.
 * Ends when the relay ends it, when nothing comes for too long, or when the signal says so.
 */
import { get } from "node:http";
import { VmsError } from "#base/errors";

/** The relay sends each frame as it comes; silence means that it or the camera hangs. */
const SILENCE_MS = 10_000;

/** Opens the stream at `url` and calls back with each piece; resolves when the relay ends it, rejects with VmsError `unavailable live.relay_failed`. */
export function pullFromRelay(
  url: string,
  onBytes: (bytes: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (message: string, cause?: unknown) => {
      request.destroy();
      reject(new VmsError("unavailable", "live.relay_failed", message, { cause }));
    };
    const request = get(url, { agent: false, signal, timeout: SILENCE_MS }, (response) => {
      if (response.statusCode !== 200) {
        fail(`the relay answered ${response.statusCode}`);
        return;
      }
      response.on("data", (bytes: Buffer) => {
        try {
          onBytes(bytes);
        } catch (thrown) {
          fail("the relay's bytes cannot be read", thrown);
        }
      });
      response.once("end", resolve);
      response.once("error", (error) => fail("the relay went away", error));
      response.once("close", resolve);
    });
    request.on("timeout", () => fail("the relay sends nothing"));
    request.on("error", (error) => fail("the relay cannot be reached", error));
  });
}
