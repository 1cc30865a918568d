/** One event: its picture with the box, who brought or took the thing, the clip, and what can be made of it. */
import { ChevronLeft, ChevronRight, History, Play, ScanSearch } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, EventView } from "#contract";
import { useApi } from "../api/hooks.ts";
import { paths } from "../app/routes.ts";
import { ClipPlayer } from "../clip/clip-player.tsx";
import { RegionPicture } from "../region/region-picture.tsx";
import { boxShape, RegionShapes } from "../region/region-shapes.tsx";
import { type SiteTime, useSiteTime } from "../timeline/use-site-time.ts";
import { Button, Dialog, IconButton, LinkButton, Notice, Waiting } from "../ui/index.ts";
import { EventFacts } from "./event-facts.tsx";
import { eventTitle } from "./event-kinds.ts";
import { eventStillUrl, sharpStillUrl } from "./event-picture.tsx";
import { eventSearchQuery } from "./event-search.ts";
import { IgnoreButton } from "./ignore-button.tsx";
import { IncidentButtons } from "./incident-buttons.tsx";
import { MoverPart } from "./mover-part.tsx";
import { useMarkSeen } from "./use-seen.ts";

interface EventDialogProps {
  readonly eventId: number;
  /** What the list knows of it already. */
  readonly known: EventView | undefined;
  readonly cameras: readonly CameraView[];
  /** The events beside it in the list, if any. */
  readonly newerId: number | undefined;
  readonly olderId: number | undefined;
  readonly onGo: (eventId: number) => void;
  readonly onClose: () => void;
}

export function EventDialog(props: EventDialogProps) {
  const { eventId, known, cameras, onClose } = props;
  const { t } = useTranslation();
  const asked = useApi(
    "GET /api/events/:eventId",
    { params: { eventId } },
    { enabled: known === undefined, retry: false },
  );
  const event = known ?? asked.data;
  const camera = cameras.find(({ id }) => id === event?.cameraId);
  if (event === undefined || camera === undefined) {
    return (
      <Dialog title={t("events.open")} onClose={onClose}>
        {asked.error === null ? <Waiting /> : <Notice kind="warn">{t("events.gone")}</Notice>}
      </Dialog>
    );
  }
  return (
    <Dialog title={`${eventTitle(t, event)} · ${camera.name}`} wide onClose={onClose}>
      <EventBody key={event.id} {...props} event={event} camera={camera} />
    </Dialog>
  );
}

interface BodyProps extends EventDialogProps {
  readonly event: EventView;
  readonly camera: CameraView;
}

/** What is played: the event, or from the mover's coming. */
interface Playing {
  readonly startMs: number;
  readonly endMs: number;
}

function EventBody({ event, camera, newerId, olderId, onGo }: BodyProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const [playing, setPlaying] = useState<Playing>();
  const markSeen = useMarkSeen();
  const { id, seen } = event;
  useEffect(() => {
    if (!seen) markSeen(id);
  }, [id, seen, markSeen]);
  const play = () => setPlaying({ startMs: event.playFromMs, endMs: event.playToMs });
  const go = (to: number | undefined) => () => {
    if (to !== undefined) onGo(to);
  };
  const key = (press: KeyboardEvent) => {
    if (press.target instanceof HTMLInputElement) return;
    const step = { ArrowLeft: newerId, ArrowRight: olderId }[press.key];
    if (step !== undefined) onGo(step);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys do what the two buttons below do.
    <div className="clip-body" onKeyDown={key}>
      <EventStage {...{ event, camera, playing, time }} onPlay={play} />
      <div className="clip-steps">
        <IconButton
          label={t("events.detail.previous")}
          icon={<ChevronLeft size={26} />}
          disabled={newerId === undefined}
          onClick={go(newerId)}
        />
        <EventFacts event={event} time={time} />
        <IconButton
          label={t("events.detail.next")}
          icon={<ChevronRight size={26} />}
          disabled={olderId === undefined}
          onClick={go(olderId)}
        />
      </div>
      <div className="event-actions">
        <IncidentButtons event={event} />
        <LinkButton
          to={paths.playback(camera.id, event.playFromMs)}
          icon={<History size={20} aria-hidden="true" />}
        >
          {t("events.detail.playback")}
        </LinkButton>
        <LinkButton
          to={paths.search(eventSearchQuery(event))}
          icon={<ScanSearch size={20} aria-hidden="true" />}
        >
          {t("events.detail.region")}
        </LinkButton>
        {event.box === null ? null : <IgnoreButton event={event} cameraName={camera.name} />}
      </div>
      <MoverPart
        event={event}
        onPlay={(startMs) => setPlaying({ startMs, endMs: event.playToMs })}
      />
    </div>
  );
}

/** The kept still at once, then the sharper picture of that very second from the footage. */
function useStillUrl(event: EventView): string | undefined {
  const [sharp, setSharp] = useState<string>();
  useEffect(() => {
    const url = sharpStillUrl(event);
    if (url === undefined) return undefined;
    const picture = new Image();
    picture.onload = () => setSharp(url);
    picture.src = url;
    return () => {
      picture.onload = null;
    };
  }, [event]);
  return sharp ?? eventStillUrl(event);
}

interface StageProps {
  readonly event: EventView;
  readonly camera: CameraView;
  readonly playing: Playing | undefined;
  readonly time: SiteTime;
  readonly onPlay: () => void;
}

/** The still, or the clip once it is asked for. */
function EventStage({ event, camera, playing, time, onPlay }: StageProps) {
  const { t } = useTranslation();
  const stillUrl = useStillUrl(event);
  if (playing !== undefined) {
    return (
      <ClipPlayer
        key={playing.startMs}
        cameraId={camera.id}
        cameraName={camera.name}
        hasSub={camera.hasSub}
        {...playing}
        {...(stillUrl === undefined ? {} : { posterUrl: stillUrl })}
      />
    );
  }
  const words = { time: time.full(event.bestMs), camera: camera.name };
  return (
    <div className="event-stage">
      {stillUrl === undefined ? null : (
        <RegionPicture src={stillUrl} alt={t("events.still", words)}>
          {event.box === null ? null : <RegionShapes shapes={[boxShape("thing", event.box)]} />}
        </RegionPicture>
      )}
      {event.kind === "offline" ? null : (
        <Button
          kind="primary"
          className="event-play"
          icon={<Play size={24} aria-hidden="true" />}
          onClick={onPlay}
        >
          {t("events.detail.play")}
        </Button>
      )}
    </div>
  );
}
