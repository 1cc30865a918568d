/** Chooses a camera's place, or makes a new one without leaving the form. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApiCall, usePlaces } from "../api/hooks.ts";
import { Button, Select, TextField, useToast } from "../ui/index.ts";

const NEW = "new";

interface PlaceChoiceProps {
  /** "" = none. */
  readonly value: string;
  readonly onChange: (placeId: string) => void;
}

export function PlaceChoice({ value, onChange }: PlaceChoiceProps) {
  const { t } = useTranslation();
  const places = usePlaces();
  const toast = useToast();
  const add = useApiCall("POST /api/settings/places", ["GET /api/places"]);
  const [name, setName] = useState<string>();
  const save = () => {
    const given = name?.trim() ?? "";
    if (given === "") return;
    add.mutate(
      { body: { name: given } },
      {
        onSuccess: (place) => {
          onChange(place.id);
          setName(undefined);
        },
        onError: toast.complain,
      },
    );
  };
  return (
    <>
      <Select
        label={t("cameras.form.place")}
        value={name === undefined ? value : NEW}
        onChange={(event) => {
          const chosen = event.target.value;
          setName(chosen === NEW ? "" : undefined);
          if (chosen !== NEW) onChange(chosen);
        }}
      >
        <option value="">{t("cameras.form.noPlace")}</option>
        {places.data?.map((place) => (
          <option key={place.id} value={place.id}>
            {place.name}
          </option>
        ))}
        <option value={NEW}>{t("cameras.form.newPlace")}</option>
      </Select>
      {name === undefined ? null : (
        <div className="input-row form-inline">
          <TextField
            label={t("cameras.form.newPlaceName")}
            value={name}
            autoFocus
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              // Enter adds the place; it must not send the form around it.
              if (event.key !== "Enter") return;
              event.preventDefault();
              save();
            }}
          />
          <Button onClick={save} busy={add.isPending}>
            {t("common.action.add")}
          </Button>
        </div>
      )}
    </>
  );
}
