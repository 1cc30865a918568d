/**
 * Password hashing with scrypt (RFC 7914), N = 2^15, r = 8, p = 1: about 32 MiB and 0.1 s each.
 * Stored as `scrypt:N:r:p:salt:hash` (base64), so that the cost can grow later. Also makes one-time
 * passwords that can be read out over a telephone.
 */
import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** N of scrypt for new passwords. */
export const DEFAULT_COST = 2 ** 15;
const BLOCK = { r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** No i, l, o, 0, 1: they are mistaken for one another. */
const READABLE = "abcdefghjkmnpqrstuvwxyz23456789";

/** Hash of a new password; each call salts anew. `cost` is scrypt's N, a power of two. */
export async function hashPassword(password: string, cost: number = DEFAULT_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, KEY_BYTES, { N: cost, ...BLOCK });
  return ["scrypt", cost, BLOCK.r, BLOCK.p, salt.toString("base64"), hash.toString("base64")].join(
    ":",
  );
}

/** Whether `password` belongs to `stored`, in constant time; an unreadable `stored` fits nothing. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, n, r, p, saltText, hashText] = stored.split(":");
  if (scheme !== "scrypt" || !saltText || !hashText) return false;
  const expected = Buffer.from(hashText, "base64");
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(saltText, "base64"), expected.length, cost);
  return timingSafeEqual(actual, expected);
}

/** Four groups of four readable characters, e.g. `k7mp-2xwd-hq9t-ve4n` (79 bits). */
export function makeOneTimePassword(): string {
  const group = () =>
    Array.from({ length: 4 }, () => READABLE[randomInt(READABLE.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}

function derive(
  password: string,
  salt: Buffer,
  keyBytes: number,
  cost: { N: number; r: number; p: number },
): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  // The same letters can be typed composed or decomposed, which matters for Vietnamese (Unicode NFC).
  const normalised = password.normalize("NFC");
  return new Promise((resolve, reject) => {
    scrypt(normalised, salt, keyBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
