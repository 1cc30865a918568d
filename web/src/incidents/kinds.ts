/** The kinds of incidents in the order of the buttons, each with its picture. */
import { CircleHelp, Hand, type LucideIcon, Siren, TrafficCone, Trash2 } from "lucide-react";
import type { IncidentKind } from "#contract";

export interface KindChoice {
  readonly kind: IncidentKind;
  readonly Icon: LucideIcon;
}

export const KINDS: readonly KindChoice[] = [
  { kind: "littering", Icon: Trash2 },
  { kind: "theft", Icon: Hand },
  { kind: "traffic", Icon: TrafficCone },
  { kind: "disorder", Icon: Siren },
  { kind: "other", Icon: CircleHelp },
];

export function iconOf(kind: IncidentKind): LucideIcon {
  return KINDS.find((choice) => choice.kind === kind)?.Icon ?? CircleHelp;
}
