/** What kinds of events are called and drawn as, and which incident each suggests. */
import type { TFunction } from "i18next";
import {
  Ban,
  EyeOff,
  Footprints,
  type LucideIcon,
  PackageMinus,
  PackagePlus,
  VideoOff,
} from "lucide-react";
import type { EventKind, EventView, IncidentKind } from "#contract";

const ICONS: Readonly<Record<EventKind, LucideIcon>> = {
  object_left: PackagePlus,
  object_removed: PackageMinus,
  motion: Footprints,
  tamper: EyeOff,
  line_crossed: Ban,
  offline: VideoOff,
};

/** What somebody should look at; motion is routine, a lost camera is on the system page. */
export const NOTABLE_KINDS = ["object_left", "object_removed", "tamper", "line_crossed"] as const;

export function iconOf(kind: EventKind): LucideIcon {
  return ICONS[kind];
}

const TAMPERS = ["covered", "blurred", "turned", "frozen", "dark"] as const;

/** `Vật mới xuất hiện`, `Camera bị che` … */
export function eventTitle(t: TFunction, event: Pick<EventView, "kind" | "detail">): string {
  const form = TAMPERS.find((known) => known === event.detail);
  return event.kind === "tamper" && form !== undefined
    ? t(`events.tamper.${form}`)
    : t(`events.kind.${event.kind}`);
}

/** How sure the machine is, in words; undefined where it makes no such claim. */
export function sureWord(t: TFunction, confidence: number | null): string | undefined {
  if (confidence === null) return undefined;
  if (confidence >= 0.75) return t("events.sure.high");
  return t(confidence >= 0.45 ? "events.sure.middle" : "events.sure.low");
}

export function suggestedIncident(kind: EventKind): IncidentKind | undefined {
  if (kind === "object_left") return "littering";
  return kind === "object_removed" ? "theft" : undefined;
}
