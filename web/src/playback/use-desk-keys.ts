/** The keyboard of the playback page, where no field or dialog has it. */
import type { RefObject } from "react";
import { type KeyActions, useKeys } from "../live/use-keys.ts";
import type { TimelineModel } from "../timeline/timeline-model.ts";
import type { Player } from "./use-group.ts";

interface DeskKeys {
  readonly player: Player;
  readonly model: TimelineModel;
  readonly go: (atMs: number) => void;
  readonly tag: () => void;
  readonly fullScreen: { readonly toggle: () => void };
  readonly toMark: (direction: 1 | -1) => void;
  readonly loop: () => void;
  readonly momentField: RefObject<HTMLInputElement | null>;
}

export function useDeskKeys(desk: DeskKeys): void {
  const { player, model } = desk;
  const by = (deltaMs: number) => () => desk.go(Math.min(Date.now(), player.nowMs() + deltaMs));
  const actions: KeyActions = {
    " ": () => player.setPlaying(!player.state.playing),
    k: () => player.setPlaying(!player.state.playing),
    arrowleft: by(-1000),
    arrowright: by(1000),
    pagedown: by(-3_600_000),
    pageup: by(3_600_000),
    ",": () => player.step(-1),
    ".": () => player.step(1),
    "+": () => model.zoomStep(2),
    "-": () => model.zoomStep(0.5),
    "[": () => desk.toMark(-1),
    "]": () => desk.toMark(1),
    r: desk.loop,
    f: desk.fullScreen.toggle,
    i: desk.tag,
    g: () => desk.momentField.current?.focus(),
  };
  useKeys(actions);
}
