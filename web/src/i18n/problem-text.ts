/** Turns whatever a request threw into one sentence in the user's language. */
import type { TFunction } from "i18next";
import { ApiProblem } from "../api/client.ts";

/**
 * The sentence of the problem's reason (`errors.reason.<reason>`), else of its code. Values in
 * `details` fill the sentence's gaps.
 */
export function problemText(t: TFunction, thrown: unknown): string {
  if (!(thrown instanceof ApiProblem)) return t("errors.code.internal");
  const loose = t as unknown as (key: string, options?: Record<string, unknown>) => string;
  const key = `errors.reason.${thrown.reason}`;
  const text = loose(key, { ...thrown.details, defaultValue: "" });
  // A reason that is only the beginning of longer ones gives an object's placeholder, no sentence.
  if (typeof text === "string" && text !== "" && !text.startsWith("key '")) return text;
  return t(`errors.code.${thrown.code}`);
}

/** The sentence of the bad field `path`, if the server named one. */
export function fieldProblem(t: TFunction, thrown: unknown, path: string): string | undefined {
  if (!(thrown instanceof ApiProblem)) return undefined;
  return thrown.fields.some((field) => field.path === path) ? t("errors.field") : undefined;
}
