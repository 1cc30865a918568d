/** Fills the places that the tiles leave: the time, how many cameras record, and which need a look. */
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { Link } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { formatClock, formatDay } from "../i18n/format.ts";
import { cameraWords } from "./camera-words.ts";

const SHOWN = 3;

export function WallSummary({
  cameras,
  span,
}: {
  readonly cameras: readonly CameraView[];
  readonly span: number;
}) {
  const { t } = useTranslation();
  const wanted = cameras.filter((camera) => camera.enabled);
  const troubled = wanted.filter((camera) => camera.status?.phase !== "recording");
  const good = wanted.length - troubled.length;
  return (
    <section className="wall-summary" style={{ gridColumn: `span ${span}` }}>
      <WallClock />
      {troubled.length === 0 ? (
        <p className="wall-good">
          <CircleCheck size={24} aria-hidden="true" />
          {t("live.summary.all", { count: good })}
        </p>
      ) : (
        <div className="wall-bad">
          <p className="wall-good">
            <TriangleAlert size={24} aria-hidden="true" />
            {t("live.summary.some", { good, count: wanted.length })}
          </p>
          <ul>
            {troubled.slice(0, SHOWN).map((camera) => (
              <li key={camera.id}>
                <Link to={paths.live(camera.id)}>{camera.name}</Link>:{" "}
                {cameraWords(t, camera).short}
              </li>
            ))}
            {troubled.length > SHOWN ? (
              <li>{t("live.summary.more", { count: troubled.length - SHOWN })}</li>
            ) : null}
          </ul>
        </div>
      )}
    </section>
  );
}

function WallClock() {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <p className="wall-clock">
      <time>{formatClock(nowMs)}</time>
      <span>{formatDay(nowMs)}</span>
    </p>
  );
}
