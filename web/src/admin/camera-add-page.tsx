/** Adds a camera: the way first (search, address, push), then its streams, then name, place and saving. */
import { Radar, Satellite, SquarePen } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApiCall } from "../api/hooks.ts";
import { useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { problemText } from "../i18n/problem-text.ts";
import { Button, LinkButton, Notice, useToast } from "../ui/index.ts";
import { type CameraDraft, draftFaults, inputOf, NEW_DRAFT } from "./camera-draft.ts";
import { AddressFields, AdvancedFields, BasicFields, RetentionFields } from "./camera-fields.tsx";
import { FindCameras } from "./find-cameras.tsx";
import { StreamTest } from "./stream-test.tsx";

type Way = "search" | "address" | "push";

export function CameraAddPage() {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>();
  const [draft, setDraft] = useState<CameraDraft>(NEW_DRAFT);
  const [isFound, setFound] = useState(false);
  const change = (part: Partial<CameraDraft>) => setDraft((old) => ({ ...old, ...part }));
  const choose = (chosen: Way) => {
    setDraft({ ...NEW_DRAFT, source: chosen === "push" ? "push" : "rtsp" });
    setFound(false);
    setWay(chosen);
  };
  const searches = way === "search" && !isFound;
  const takeFound = (part: Partial<CameraDraft>) => {
    change(part);
    setFound(true);
    window.scrollTo(0, 0);
  };
  return (
    <div className="stack form-page">
      <div className="page-head">
        <h1>{t("cameras.add")}</h1>
        {way === undefined ? (
          <LinkButton to={paths.settings("cameras")}>{t("common.action.back")}</LinkButton>
        ) : (
          <Button onClick={() => setWay(undefined)}>{t("common.action.back")}</Button>
        )}
      </div>
      {way === undefined ? <Ways onChoose={choose} /> : null}
      {searches ? <FindCameras onFound={takeFound} onByHand={() => choose("address")} /> : null}
      {way !== undefined && !searches ? (
        <AddForm draft={draft} isFound={isFound} onChange={change} />
      ) : null}
    </div>
  );
}

function Ways({ onChoose }: { readonly onChoose: (way: Way) => void }) {
  const { t } = useTranslation();
  const ways: readonly { way: Way; icon: ReactNode }[] = [
    { way: "search", icon: <Radar size={34} /> },
    { way: "address", icon: <SquarePen size={34} /> },
    { way: "push", icon: <Satellite size={34} /> },
  ];
  return (
    <>
      <h2>{t("cameras.way.title")}</h2>
      <div className="ways">
        {ways.map(({ way, icon }) => (
          <button key={way} type="button" className="way card" onClick={() => onChoose(way)}>
            {icon}
            <span>
              <strong>{t(`cameras.way.${way}`)}</strong>
              <span className="muted">{t(`cameras.way.${way}Hint`)}</span>
            </span>
          </button>
        ))}
      </div>
    </>
  );
}

interface AddFormProps {
  readonly draft: CameraDraft;
  /** The camera told its addresses itself: its picture is shown without being asked for. */
  readonly isFound: boolean;
  readonly onChange: (change: Partial<CameraDraft>) => void;
}

function AddForm({ draft, isFound, onChange }: AddFormProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const toast = useToast();
  const [tried, setTried] = useState(false);
  const add = useApiCall("POST /api/settings/cameras", [
    "GET /api/settings/cameras",
    "GET /api/cameras",
    "GET /api/system",
  ]);
  const faults = draftFaults(draft);
  const shown = tried ? faults : new Set<never>();
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (faults.size > 0) return;
    add.mutate(
      { body: inputOf(draft) },
      {
        onSuccess: (camera) => {
          toast.say(t("cameras.edit.saved", { camera: camera.name }));
          // A camera that pushes needs the address that was just made for it.
          router.go(
            camera.source === "push"
              ? paths.settings("cameras", camera.id)
              : paths.settings("cameras"),
          );
        },
      },
    );
  };
  return (
    <form className="stack" onSubmit={save} noValidate>
      <fieldset className="form-part">
        <legend>{t("cameras.form.connection")}</legend>
        {draft.source === "push" ? (
          <Notice>{t("cameras.push.after")}</Notice>
        ) : (
          <>
            <AddressFields draft={draft} faults={shown} hasPassword={false} onChange={onChange} />
            <StreamTest draft={draft} atOnce={isFound} />
          </>
        )}
        <AdvancedFields draft={draft} onChange={onChange} />
      </fieldset>
      <BasicFields draft={draft} faults={shown} onChange={onChange} />
      <RetentionFields draft={draft} faults={shown} onChange={onChange} />
      {add.error === null ? null : <Notice kind="danger">{problemText(t, add.error)}</Notice>}
      <div className="actions">
        <Button type="submit" kind="primary" busy={add.isPending}>
          {t("cameras.form.save")}
        </Button>
      </div>
    </form>
  );
}
