/** One row a camera: its last recorded second, its state in words, what is stored; numbers in a fold. */
import { useTranslation } from "react-i18next";
import type { CameraView, SystemView } from "#contract";
import { paths } from "../app/routes.ts";
import { formatAgo, formatBytes, formatLasting, formatNumber } from "../i18n/format.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { LinkButton, StatusDot } from "../ui/index.ts";
import { freshness, lastRecorded } from "./recording-state.ts";
import { useNow } from "./use-now.ts";

interface CameraRowsProps {
  readonly view: SystemView;
  readonly cameras: readonly CameraView[];
}

export function CameraRows({ view, cameras }: CameraRowsProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  if (cameras.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t("system.camera.title")}</h2>
      <ul className="camera-rows">
        {cameras.map((camera) => (
          <CameraRow
            key={camera.id}
            camera={camera}
            stored={view.cameras.find((one) => one.cameraId === camera.id)}
            nowMs={nowMs}
          />
        ))}
      </ul>
    </section>
  );
}

interface CameraRowProps {
  readonly camera: CameraView;
  readonly stored: SystemView["cameras"][number] | undefined;
  readonly nowMs: number;
}

function CameraRow({ camera, stored, nowMs }: CameraRowProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const { status } = camera;
  const lastMs = lastRecorded(camera) ?? stored?.newestMs ?? null;
  const fresh = freshness(camera, nowMs, lastMs);
  return (
    <li className="card camera-row" data-fresh={fresh}>
      <div className="camera-row-head">
        <StatusDot phase={status?.phase ?? "unknown"} />
        <strong>{camera.name}</strong>
        <span className="muted">{t(`common.phase.${status?.phase ?? "unknown"}`)}</span>
      </div>
      <p className="camera-row-last" data-fresh={fresh}>
        {lastMs === null
          ? t("system.camera.never")
          : `${t("system.camera.last")} ${time.near(lastMs)} (${formatAgo(t, lastMs, nowMs)})`}
      </p>
      {status?.cause ? (
        <p className="camera-row-cause">
          {t(`causes.full.${status.cause}`)}{" "}
          <span className="muted">
            {t("system.camera.since", { time: time.near(status.sinceMs) })}
          </span>
        </p>
      ) : null}
      {(status?.warnings ?? []).map((warning) => (
        <p key={warning} className="camera-row-warning">
          {t(`causes.warning.${warning}`)}
        </p>
      ))}
      <StoredFacts stored={stored} keepDays={camera.retentionDays} />
      <Advanced camera={camera} />
      <div className="row">
        <LinkButton to={paths.live(camera.id)}>{t("system.camera.live")}</LinkButton>
        <LinkButton to={paths.playback(camera.id)}>{t("system.camera.playback")}</LinkButton>
      </div>
    </li>
  );
}

function StoredFacts({
  stored,
  keepDays,
}: {
  readonly stored: CameraRowProps["stored"];
  readonly keepDays: number;
}) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const facts = [
    stored ? t("system.camera.stored", { size: formatBytes(stored.bytes) }) : null,
    stored?.oldestMs ? t("system.camera.from", { time: time.date(stored.oldestMs) }) : null,
    t("system.camera.keep", { days: formatNumber(keepDays) }),
    stored?.forecastDays != null
      ? t("system.camera.forecast", { lasting: formatLasting(t, stored.forecastDays) })
      : null,
  ];
  return <p className="muted">{facts.filter((fact) => fact !== null).join(" · ")}</p>;
}

function Advanced({ camera }: { readonly camera: CameraView }) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const streams = [camera.status?.main, camera.status?.sub].filter((stream) => stream != null);
  if (streams.length === 0) return null;
  return (
    <details className="fold">
      <summary>{t("system.camera.advanced")}</summary>
      {streams.map((stream) => {
        const facts = [
          stream.codec?.toUpperCase(),
          stream.width !== null ? `${stream.width}×${stream.height}` : null,
          stream.framesPerSecond !== null
            ? t("system.camera.fps", { fps: formatNumber(stream.framesPerSecond, 1) })
            : null,
          stream.bitrateKbps !== null
            ? t("system.camera.bitrate", { kbps: formatNumber(stream.bitrateKbps) })
            : null,
          stream.audioCodec,
          stream.cameraClockOffsetMs !== null
            ? t("system.camera.clock", {
                seconds: formatNumber(stream.cameraClockOffsetMs / 1000, 1),
              })
            : null,
          stream.retryAtMs !== null
            ? t("system.camera.retry", { time: time.clock(stream.retryAtMs) })
            : null,
          stream.detail,
        ];
        return (
          <p key={stream.stream}>
            <strong>{t(`system.camera.${stream.stream}`)}: </strong>
            {facts.filter((fact) => fact != null).join(" · ")}
          </p>
        );
      })}
    </details>
  );
}
