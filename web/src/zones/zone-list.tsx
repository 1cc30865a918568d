/** The zones of a camera as a list; a tap edits one. */
import { ChevronRight, Eye, EyeOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type ZoneDraft, zoneFault } from "./zone-draft.ts";

interface ZoneListProps {
  readonly zones: readonly ZoneDraft[];
  readonly onChoose: (key: string) => void;
}

export function ZoneList({ zones, onChoose }: ZoneListProps) {
  const { t } = useTranslation();
  if (zones.length === 0) return <p className="muted">{t("zones.none")}</p>;
  return (
    <ul className="list card">
      {zones.map((zone) => {
        const fault = zoneFault(zone);
        return (
          <li key={zone.key} className="list-item">
            <button type="button" className="list-row" onClick={() => onChoose(zone.key)}>
              {zone.kind === "watch" ? <Eye size={22} /> : <EyeOff size={22} />}
              <span className="list-main">
                <strong>{zone.name || t(`zones.kind.${zone.kind}`)}</strong>
                {zone.name === "" ? null : (
                  <span className="muted">{t(`zones.kind.${zone.kind}`)}</span>
                )}
                {fault === undefined ? null : (
                  <span className="field-problem">{t(`zones.fault.${fault}`)}</span>
                )}
              </span>
              <ChevronRight size={22} aria-hidden="true" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
