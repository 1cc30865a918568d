/**
 * The details of an audit entry as one line of plain words: times readable, changes as "old → new",
 * cameras and places by their names. Pure. What it does not know it shows as it is.
 */
import type { TFunction } from "i18next";
import { formatBytes, formatDateTime } from "../i18n/format.ts";
import { vi } from "../i18n/vi/index.ts";

export interface DetailContext {
  readonly t: TFunction;
  readonly cameraNames: ReadonlyMap<string, string>;
  readonly placeNames: ReadonlyMap<string, string>;
}

type Detail = Readonly<Record<string, unknown>>;
type Key = keyof typeof vi.auditDetail.key;
type Value = keyof typeof vi.auditDetail.value;

export function detailWords(detail: Detail | null, context: DetailContext): string {
  return Object.entries(asChanges(detail ?? {}))
    .map(([key, value]) => `${keyWords(key, context.t)}: ${valueWords(camel(key), value, context)}`)
    .join(" · ");
}

/** A whole state before and after becomes what differs between both. */
function asChanges(detail: Detail): Detail {
  const { from = detail.before, to = detail.after, before: _, after: __, ...rest } = detail;
  if (!isDetail(from) || !isDetail(to)) return detail;
  const changes: Record<string, unknown> = {};
  for (const key of Object.keys({ ...from, ...to })) {
    if (JSON.stringify(from[key]) !== JSON.stringify(to[key]))
      changes[key] = { from: from[key] ?? null, to: to[key] ?? null };
  }
  return { ...changes, ...rest };
}

function keyWords(key: string, t: TFunction): string {
  const name = camel(key);
  return isKey(name) ? t(`auditDetail.key.${name}`) : key;
}

function valueWords(key: string, value: unknown, context: DetailContext): string {
  if (isDetail(value) && "from" in value && "to" in value)
    return `${valueWords(key, value.from, context)} → ${valueWords(key, value.to, context)}`;
  if (key === "cameraIds" && value === null) return context.t("auditDetail.value.allCameras");
  if (value === null || value === undefined || value === "") return "–";
  if (key === "cameraIds" && typeof value === "string" && value.startsWith("["))
    return listOf(key, JSON.parse(value) as unknown[], context);
  if (Array.isArray(value)) return listOf(key, value, context);
  if (isDetail(value)) return detailWords(value, context);
  return plainWords(key, value, context);
}

function plainWords(key: string, value: unknown, context: DetailContext): string {
  const { t, cameraNames, placeNames } = context;
  const text = String(value);
  if (typeof value === "number" && key.endsWith("Ms")) return formatDateTime(value);
  if (typeof value === "number" && key === "sizeBytes") return formatBytes(value);
  if (typeof value === "boolean" || key === "enabled" || key === "disabled")
    return t(Number(value) === 0 ? "auditDetail.value.no" : "auditDetail.value.yes");
  if (key === "role" && text in vi.account.role)
    return t(`account.role.${text as keyof typeof vi.account.role}`);
  if (key === "kind" && text in vi.incidents.kind)
    return t(`incidents.kind.${text as keyof typeof vi.incidents.kind}`);
  if (key === "state" && text in vi.incidents.state)
    return t(`incidents.state.${text as keyof typeof vi.incidents.state}`);
  if (key.startsWith("camera")) return cameraNames.get(text) ?? text;
  if (key === "placeId") return placeNames.get(text) ?? text;
  return WORDED.has(key) && isValue(text) ? t(`auditDetail.value.${text}`) : text;
}

/** Keys whose values are words of ours, and not what somebody typed. */
const WORDED = new Set(["password", "map", "stream", "audio", "source", "language", "sensitivity"]);

function listOf(key: string, values: readonly unknown[], context: DetailContext): string {
  return values.map((value) => valueWords(key, value, context)).join(", ");
}

function camel(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isDetail(value: unknown): value is Detail {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKey(key: string): key is Key {
  return Object.hasOwn(vi.auditDetail.key, key);
}

function isValue(value: string): value is Value {
  return Object.hasOwn(vi.auditDetail.value, value);
}
