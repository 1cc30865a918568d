/** Adds many cameras from a list, all or none; bad lines are named. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiProblem } from "../api/client.ts";
import { useApiCall } from "../api/hooks.ts";
import { useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { problemText } from "../i18n/problem-text.ts";
import { Button, LinkButton, Notice, Segmented, TextArea, useToast } from "../ui/index.ts";

type Format = "csv" | "yaml";

/** The server names bad lines in the problem's details, each with its number. */
function badLines(problem: ApiProblem): readonly string[] {
  const listed: unknown = problem.details.problems;
  if (Array.isArray(listed)) return listed.map(String);
  return problem.fields.map((field) => `${field.path}: ${field.message}`);
}

export function CameraImportPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const toast = useToast();
  const [format, setFormat] = useState<Format>("csv");
  const [text, setText] = useState("");
  const run = useApiCall("POST /api/settings/cameras/import", [
    "GET /api/settings/cameras",
    "GET /api/cameras",
    "GET /api/places",
    "GET /api/system",
  ]);
  const readFile = async (file: File) => {
    setText(await file.text());
    setFormat(/\.ya?ml$/i.test(file.name) ? "yaml" : "csv");
  };
  const send = () =>
    run.mutate(
      { body: { format, text } },
      {
        onSuccess: (answer) => {
          toast.say(t("cameras.importPage.done", { count: answer.added.length }));
          router.go(paths.settings("cameras"));
        },
      },
    );
  return (
    <div className="stack form-page">
      <div className="page-head">
        <h1>{t("cameras.importPage.title")}</h1>
        <LinkButton to={paths.settings("cameras")}>{t("common.action.back")}</LinkButton>
      </div>
      <p>{t("cameras.importPage.hint")}</p>
      <p className="muted">{t("cameras.importPage.columns")}</p>
      <div className="row">
        <Segmented
          label={t("cameras.importPage.format")}
          value={format}
          options={[
            { value: "csv", label: "CSV" },
            { value: "yaml", label: "YAML" },
          ]}
          onChange={setFormat}
        />
        <label className="button button-plain">
          {t("cameras.importPage.file")}
          <input
            type="file"
            className="visually-hidden"
            accept=".csv,.yaml,.yml,text/csv"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) readFile(file).catch(toast.complain);
            }}
          />
        </label>
      </div>
      <TextArea
        label={t("cameras.importPage.text")}
        className="input mono"
        rows={10}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      {run.error === null ? null : <Faults problem={run.error} />}
      <div className="actions">
        <Button kind="primary" busy={run.isPending} disabled={text.trim() === ""} onClick={send}>
          {t("cameras.importPage.run")}
        </Button>
      </div>
    </div>
  );
}

function Faults({ problem }: { readonly problem: ApiProblem }) {
  const { t } = useTranslation();
  const lines = badLines(problem);
  return (
    <Notice kind="danger">
      <p>{problemText(t, problem)}</p>
      {lines.length === 0 ? null : (
        <>
          <p>{t("cameras.importPage.bad")}</p>
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
