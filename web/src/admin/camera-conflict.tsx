/** Two people changed one camera: shows whose change is what, and saves both or drops the own. */
import { useTranslation } from "react-i18next";
import { usePlaces } from "../api/hooks.ts";
import { Button, Dialog } from "../ui/index.ts";
import { type CameraDraft, type DraftKey, mergeDrafts } from "./camera-draft.ts";

interface CameraConflictProps {
  readonly base: CameraDraft;
  readonly mine: CameraDraft;
  readonly theirs: CameraDraft;
  readonly busy: boolean;
  readonly onSave: (merged: CameraDraft) => void;
  readonly onDrop: () => void;
  readonly onClose: () => void;
}

/** What a field is called on the form; map positions and maker have no field of their own. */
const LABELS = {
  name: "cameras.form.name",
  placeId: "cameras.form.place",
  enabled: "cameras.form.enabled",
  mainUrl: "cameras.form.mainUrl",
  subUrl: "cameras.form.subUrl",
  username: "cameras.form.username",
  transport: "cameras.form.transport",
  audio: "cameras.form.audio",
  onvifUrl: "cameras.form.onvifUrl",
  retentionDays: "cameras.form.days",
  retentionBasis: "cameras.form.basis",
  mapX: "admin.tab.map",
} as const satisfies Partial<Record<DraftKey, string>>;

type Labelled = keyof typeof LABELS;

export function CameraConflict(props: CameraConflictProps) {
  const { base, mine, theirs } = props;
  const { t } = useTranslation();
  const merge = mergeDrafts(base, mine, theirs);
  const word = useValueWord();
  const known = (keys: readonly DraftKey[]) => keys.filter((key): key is Labelled => key in LABELS);
  const onlyTheirs = known(merge.theirs);
  const both = known(merge.both);
  return (
    <Dialog title={t("cameras.conflict.title")} onClose={props.onClose}>
      {onlyTheirs.length === 0 ? null : (
        <section>
          <h3>{t("cameras.conflict.theirs")}</h3>
          <ul>
            {onlyTheirs.map((key) => (
              <li key={key}>
                {t(LABELS[key])}: <s>{word(base, key)}</s> → <strong>{word(theirs, key)}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}
      {both.length === 0 ? (
        <p>{t("cameras.conflict.nothing")}</p>
      ) : (
        <section>
          <h3>{t("cameras.conflict.both")}</h3>
          <ul>
            {both.map((key) => (
              <li key={key}>
                {t(LABELS[key])}: <strong>{word(mine, key)}</strong> ({t("cameras.conflict.mine")}),{" "}
                {word(theirs, key)} ({t("cameras.conflict.their")})
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="actions">
        <Button onClick={props.onDrop}>{t("cameras.conflict.takeTheirs")}</Button>
        <Button kind="primary" busy={props.busy} onClick={() => props.onSave(merge.merged)}>
          {t("cameras.conflict.keepMine")}
        </Button>
      </div>
    </Dialog>
  );
}

function useValueWord(): (draft: CameraDraft, key: Labelled) => string {
  const { t } = useTranslation();
  const places = usePlaces();
  return (draft, key) => {
    const value = draft[key];
    if (typeof value === "boolean") return t(value ? "common.state.yes" : "common.state.no");
    if (key === "placeId")
      return places.data?.find((place) => place.id === value)?.name ?? t("cameras.form.noPlace");
    if (key === "mapX")
      return `${Math.round((draft.mapX ?? 0) * 100)} %, ${Math.round((draft.mapY ?? 0) * 100)} %`;
    return value === null || value === "" ? t("cameras.conflict.empty") : String(value);
  };
}
