/** The places of the commune: add, rename, remove. */
import { MapPin, Pencil, Plus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlaceView } from "#contract";
import { useApiCall, useCameras, usePlaces } from "../api/hooks.ts";
import { problemText } from "../i18n/problem-text.ts";
import {
  Button,
  Dialog,
  EmptyState,
  IconButton,
  Notice,
  ProblemNotice,
  Question,
  TextField,
  useToast,
  Waiting,
} from "../ui/index.ts";

type Open =
  | { readonly kind: "add" }
  | { readonly kind: "rename" | "remove"; readonly place: PlaceView };

export function PlacesPage() {
  const { t } = useTranslation();
  const places = usePlaces();
  const cameras = useCameras();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  if (places.data === undefined) {
    return places.error === null ? (
      <Waiting />
    ) : (
      <ProblemNotice problem={places.error} onRetry={() => void places.refetch()} />
    );
  }
  return (
    <div className="stack form-page">
      <div className="page-head">
        <h1>{t("admin.tab.places")}</h1>
        <Button kind="primary" icon={<Plus size={20} />} onClick={() => setOpen({ kind: "add" })}>
          {t("admin.places.add")}
        </Button>
      </div>
      {places.data.length === 0 ? (
        <EmptyState icon={<MapPin size={56} />} title={t("admin.places.none")}>
          <p>{t("admin.places.nameHint")}</p>
        </EmptyState>
      ) : (
        <ul className="list card">
          {places.data.map((place) => (
            <li key={place.id} className="list-item list-row">
              <span className="list-main">
                <strong>{place.name}</strong>
                <span className="muted">
                  {t("admin.places.cameras", {
                    count:
                      cameras.data?.filter((camera) => camera.placeId === place.id).length ?? 0,
                  })}
                </span>
              </span>
              <IconButton
                label={`${t("admin.places.rename")}: ${place.name}`}
                icon={<Pencil size={20} />}
                onClick={() => setOpen({ kind: "rename", place })}
              />
              <IconButton
                label={`${t("common.action.remove")}: ${place.name}`}
                icon={<Trash2 size={20} />}
                onClick={() => setOpen({ kind: "remove", place })}
              />
            </li>
          ))}
        </ul>
      )}
      {open?.kind === "add" ? <PlaceDialog onClose={close} /> : null}
      {open?.kind === "rename" ? <PlaceDialog place={open.place} onClose={close} /> : null}
      {open?.kind === "remove" ? <RemovePlace place={open.place} onClose={close} /> : null}
    </div>
  );
}

function PlaceDialog({
  place,
  onClose,
}: {
  readonly place?: PlaceView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [name, setName] = useState(place?.name ?? "");
  const add = useApiCall("POST /api/settings/places", ["GET /api/places"]);
  const change = useApiCall("PUT /api/settings/places/:placeId", ["GET /api/places"]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    const done = {
      onSuccess: () => {
        toast.say(t("admin.places.saved"));
        onClose();
      },
    };
    if (place === undefined) add.mutate({ body: { name: name.trim() } }, done);
    else
      change.mutate(
        {
          params: { placeId: place.id },
          body: { name: name.trim(), mapX: place.mapX, mapY: place.mapY },
        },
        done,
      );
  };
  const problem = add.error ?? change.error;
  return (
    <Dialog
      title={t(place === undefined ? "admin.places.add" : "admin.places.rename")}
      onClose={onClose}
    >
      <form className="stack" onSubmit={save}>
        <TextField
          label={t("admin.places.name")}
          hint={t("admin.places.nameHint")}
          value={name}
          maxLength={200}
          required
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
        {problem === null ? null : <Notice kind="danger">{problemText(t, problem)}</Notice>}
        <div className="actions">
          <Button onClick={onClose}>{t("common.action.cancel")}</Button>
          <Button type="submit" kind="primary" busy={add.isPending || change.isPending}>
            {t("common.action.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function RemovePlace({
  place,
  onClose,
}: {
  readonly place: PlaceView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const remove = useApiCall("DELETE /api/settings/places/:placeId", [
    "GET /api/places",
    "GET /api/cameras",
    "GET /api/settings/cameras",
  ]);
  return (
    <Question
      title={t("admin.places.removeTitle", { place: place.name })}
      action={t("common.action.remove")}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(
          { params: { placeId: place.id } },
          { onSuccess: onClose, onError: toast.complain },
        )
      }
      onClose={onClose}
    >
      {t("admin.places.removeHint")}
    </Question>
  );
}
