/**
 * Seals short secrets (camera passwords, push keys) for the catalogue: AES-256-GCM (NIST SP
 * 800-38D) with a random 96-bit IV, as `v1:<iv>:<tag>:<data>` in base64. The key is a file of the
 * data folder, so a copy of the catalogue alone opens nothing. Pure.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { VmsError } from "#base/errors";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `key` has 32 bytes. */
export function seal(key: Uint8Array, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return ["v1", ...[iv, cipher.getAuthTag(), data].map((part) => part.toString("base64"))].join(
    ":",
  );
}

/** Errors: `corrupt secret.unreadable` (other key, or altered); the message holds nothing of it. */
export function unseal(key: Uint8Array, sealed: string): string {
  const [version, ...parts] = sealed.split(":");
  const [iv, tag, data] = parts.map((part) => Buffer.from(part, "base64"));
  if (
    version !== "v1" ||
    parts.length !== 3 ||
    iv?.length !== IV_BYTES ||
    tag?.length !== TAG_BYTES ||
    !data
  )
    throw unreadable();
  try {
    const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]).toString("utf8");
  } catch (thrown) {
    throw unreadable(thrown);
  }
}

function unreadable(cause?: unknown): VmsError {
  const text = "A stored secret cannot be read with this data folder's key";
  return new VmsError("corrupt", "secret.unreadable", text, cause === undefined ? {} : { cause });
}
