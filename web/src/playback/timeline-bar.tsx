/** The timeline with its zoom buttons and the spans that people ask for most. */
import { Minus, Plus } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { spanMs } from "../timeline/time-scale.ts";
import type { TimelineModel } from "../timeline/timeline-model.ts";
import { Button, IconButton } from "../ui/index.ts";

const HOUR_MS = 3_600_000;
const SPANS = [
  { name: "minutes", span: HOUR_MS / 12 },
  { name: "hour", span: HOUR_MS },
  { name: "day", span: 24 * HOUR_MS },
  { name: "month", span: 31 * 24 * HOUR_MS },
  { name: "year", span: 366 * 24 * HOUR_MS },
] as const;

interface TimelineBarProps {
  readonly model: TimelineModel;
  readonly onGo: (atMs: number) => void;
  readonly children: ReactNode;
}

export function TimelineBar({ model, onGo, children }: TimelineBarProps) {
  const { t } = useTranslation();
  const [span, setSpan] = useState(() => spanMs(model.view()));
  useEffect(
    () => model.watch(() => setSpan(Math.round(spanMs(model.view()) / 1000) * 1000)),
    [model],
  );
  return (
    <div className="timeline-bar">
      {children}
      <div className="timeline-spans">
        <IconButton
          label={t("playback.timeline.zoomOut")}
          icon={<Minus size={24} />}
          onClick={() => model.zoomStep(0.5)}
        />
        {SPANS.map((choice) => (
          <Button
            key={choice.name}
            kind="quiet"
            className={`span-${choice.name}`}
            aria-pressed={Math.abs(span - choice.span) < choice.span * 0.02}
            onClick={() => model.show(model.playheadMs(), choice.span)}
          >
            {t(`playback.timeline.${choice.name}`)}
          </Button>
        ))}
        <IconButton
          label={t("playback.timeline.zoomIn")}
          icon={<Plus size={24} />}
          onClick={() => model.zoomStep(2)}
        />
        <Button kind="quiet" onClick={() => onGo(Date.now() - 10_000)}>
          {t("playback.timeline.now")}
        </Button>
      </div>
    </div>
  );
}
