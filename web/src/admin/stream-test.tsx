/** Opens a camera's streams before anything is saved and shows a picture of each, or what is wrong. */
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleX, Eye } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { type ApiAnswer, api } from "../api/client.ts";
import { formatNumber } from "../i18n/format.ts";
import { Button, Notice, ProblemNotice } from "../ui/index.ts";
import type { CameraDraft } from "./camera-draft.ts";

type TestAnswer = ApiAnswer<"POST /api/settings/test-stream">;

interface StreamTestProps {
  readonly draft: CameraDraft;
  /** Lends its stored password when none was typed. */
  readonly cameraId?: string;
  /** Tests as soon as it is shown. */
  readonly atOnce?: boolean;
}

interface TestResult {
  readonly stream: "main" | "sub";
  readonly answer: TestAnswer;
}

async function testAll(
  draft: CameraDraft,
  cameraId: string | undefined,
): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  for (const stream of ["main", "sub"] as const) {
    const url = (stream === "main" ? draft.mainUrl : draft.subUrl).trim();
    if (url === "") continue;
    const answer = await api("POST /api/settings/test-stream", {
      body: {
        url,
        username: draft.username.trim() === "" ? null : draft.username.trim(),
        password: draft.password === "" ? null : draft.password,
        transport: draft.transport,
        cameraId: draft.noPassword ? null : (cameraId ?? null),
      },
    });
    results.push({ stream, answer });
  }
  return results;
}

export function StreamTest({ draft, cameraId, atOnce = false }: StreamTestProps) {
  const { t } = useTranslation();
  const test = useMutation({ mutationFn: () => testAll(draft, cameraId) });
  const run = useEffectEvent(() => test.mutate());
  useEffect(() => {
    if (atOnce) run();
  }, [atOnce]);
  const ready = /^(rtsps?|rtmp):\/\/\S/i.test(draft.mainUrl.trim());
  return (
    <div className="stack">
      <div>
        <Button
          icon={<Eye size={22} />}
          busy={test.isPending}
          disabled={!ready}
          onClick={() => test.mutate()}
        >
          {t(test.isPending ? "cameras.test.running" : "cameras.test.run")}
        </Button>
        {ready ? null : <p className="field-hint">{t("cameras.test.firstUrl")}</p>}
      </div>
      {test.error === null ? null : <ProblemNotice problem={test.error} />}
      <div className="test-results" aria-live="polite">
        {test.data?.map((result) => (
          <TestCard key={result.stream} result={result} />
        ))}
      </div>
    </div>
  );
}

function TestCard({ result }: { readonly result: TestResult }) {
  const { t } = useTranslation();
  const { stream, answer } = result;
  if (!answer.ok) {
    return (
      <Notice kind="danger">
        <p>
          <strong>{t(`cameras.test.${stream}`)}</strong>: {t(`causes.full.${answer.cause}`)}
        </p>
        {answer.detail === "" ? null : (
          <details className="fold">
            <summary>{t("cameras.test.detail")}</summary>
            <code>{answer.detail}</code>
          </details>
        )}
      </Notice>
    );
  }
  const size = {
    width: answer.width,
    height: answer.height,
    fps: answer.framesPerSecond === null ? "?" : formatNumber(answer.framesPerSecond, 1),
  };
  return (
    <figure className="test-card card">
      {answer.pictureBase64 === null ? (
        <p className="test-none">{t("cameras.test.noPicture")}</p>
      ) : (
        <img
          src={`data:image/jpeg;base64,${answer.pictureBase64}`}
          alt={t(`cameras.test.${stream}`)}
        />
      )}
      <figcaption>
        {answer.pictureBase64 === null ? (
          <CircleX size={20} aria-hidden="true" />
        ) : (
          <CircleCheck size={20} aria-hidden="true" />
        )}
        <span>
          <strong>{t(`cameras.test.${stream}`)}</strong>: {t("cameras.test.okDetail", size)}
          {answer.audioCodec === null ? null : ` · ${t("cameras.test.audio")}`}
        </span>
      </figcaption>
    </figure>
  );
}
