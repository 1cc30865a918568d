/** The row of buttons under the picture: play, steps, speed, quality, sound, full screen. */
import {
  ChevronLeft,
  ChevronRight,
  Maximize,
  Minimize,
  Pause,
  Play,
  Repeat,
  RotateCcw,
  RotateCw,
  SkipBack,
  SkipForward,
  Volume2,
  VolumeX,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { QualityPin } from "../player/playback-quality.ts";
import { IconButton } from "../ui/index.ts";
import type { Player } from "./use-group.ts";

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16] as const;
const SKIP_MS = 10_000;

interface ControlsProps {
  readonly player: Player;
  readonly hasSub: boolean;
  readonly sound: { readonly possible: boolean; readonly on: boolean; readonly toggle: () => void };
  readonly fullScreen: {
    readonly possible: boolean;
    readonly on: boolean;
    readonly toggle: () => void;
  };
  readonly loop: { readonly on: boolean; readonly toggle: () => void };
  /** Goes to the event or incident before or after. */
  readonly toMark: (direction: 1 | -1) => void;
}

export function Controls(props: ControlsProps) {
  const { player, hasSub, toMark } = props;
  const { t } = useTranslation();
  const { playing } = player.state;
  const skip = (deltaMs: number) => player.seek(Math.min(Date.now(), player.nowMs() + deltaMs));
  return (
    <div className="controls">
      <div className="controls-group">
        <IconButton
          label={t("playback.control.back")}
          icon={<RotateCcw size={24} />}
          onClick={() => skip(-SKIP_MS)}
        />
        <IconButton
          label={t("playback.control.frameBack")}
          icon={<ChevronLeft size={26} />}
          onClick={() => player.step(-1)}
        />
        <IconButton
          className="controls-play"
          label={t(playing ? "playback.control.pause" : "playback.control.play")}
          icon={playing ? <Pause size={28} /> : <Play size={28} />}
          onClick={() => player.setPlaying(!playing)}
        />
        <IconButton
          label={t("playback.control.frameForward")}
          icon={<ChevronRight size={26} />}
          onClick={() => player.step(1)}
        />
        <IconButton
          label={t("playback.control.forward")}
          icon={<RotateCw size={24} />}
          onClick={() => skip(SKIP_MS)}
        />
      </div>
      <div className="controls-group">
        <IconButton
          label={t("playback.control.previousMark")}
          icon={<SkipBack size={24} />}
          onClick={() => toMark(-1)}
        />
        <IconButton
          label={t("playback.control.nextMark")}
          icon={<SkipForward size={24} />}
          onClick={() => toMark(1)}
        />
        <SpeedChoice player={player} />
        {hasSub ? <QualityChoice player={player} /> : null}
        <Switches {...props} />
      </div>
    </div>
  );
}

/** What is on or off: repeating, sound, full screen. */
function Switches({ loop, sound, fullScreen }: ControlsProps) {
  const { t } = useTranslation();
  return (
    <>
      <IconButton
        label={t(loop.on ? "playback.control.loopEnd" : "playback.control.loop")}
        aria-pressed={loop.on}
        icon={<Repeat size={24} />}
        onClick={loop.toggle}
      />
      {sound.possible ? (
        <IconButton
          label={t(sound.on ? "playback.control.mute" : "playback.control.unmute")}
          icon={sound.on ? <Volume2 size={24} /> : <VolumeX size={24} />}
          onClick={sound.toggle}
        />
      ) : null}
      {fullScreen.possible ? (
        <IconButton
          label={t("playback.control.fullScreen")}
          icon={fullScreen.on ? <Minimize size={24} /> : <Maximize size={24} />}
          onClick={fullScreen.toggle}
        />
      ) : null}
    </>
  );
}

function SpeedChoice({ player }: { readonly player: Player }) {
  const { t } = useTranslation();
  return (
    <select
      className="input controls-select controls-speed"
      aria-label={t("playback.control.speed")}
      value={player.state.rate}
      onChange={(event) => player.setRate(Number(event.target.value))}
    >
      {SPEEDS.map((rate) => (
        <option key={rate} value={rate}>
          {`${String(rate).replace(".", ",")}×`}
        </option>
      ))}
    </select>
  );
}

function QualityChoice({ player }: { readonly player: Player }) {
  const { t } = useTranslation();
  return (
    <select
      className="input controls-select"
      aria-label={t("playback.quality.label")}
      value={player.pin}
      onChange={(event) => player.setPin(event.target.value as QualityPin)}
    >
      <option value="auto">{t("playback.quality.auto")}</option>
      <option value="main">{t("playback.quality.main")}</option>
      <option value="sub">{t("playback.quality.sub")}</option>
    </select>
  );
}
