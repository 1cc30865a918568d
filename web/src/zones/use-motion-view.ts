/** What the analysis sees of a camera right now, while it is asked for; asked again after a break of the line. */
import { useEffect, useState } from "react";
import type { MotionViewNews, WatchMotionAnswer } from "#contract";
import { useLinkState, useNews, useNewsSource } from "../api/news.ts";

export interface MotionView {
  readonly view: MotionViewNews | undefined;
  /** Why nothing is seen; undefined while it works or waits. */
  readonly refused: string | undefined;
}

export function useMotionView(cameraId: string, isWanted: boolean): MotionView {
  const news = useNewsSource();
  const { connected } = useLinkState();
  const [view, setView] = useState<MotionViewNews>();
  const [refused, setRefused] = useState<string>();
  useEffect(() => {
    setView(undefined);
    setRefused(undefined);
    if (!isWanted || !connected) return undefined;
    let isGone = false;
    const answered = (answer: WatchMotionAnswer) => {
      if (!isGone && !answer.ok) setRefused(answer.reason);
    };
    news.watchMotion(cameraId, answered);
    return () => {
      isGone = true;
      news.watchMotion(null, () => undefined);
    };
  }, [news, cameraId, isWanted, connected]);
  useNews("motionView", (seen) => {
    if (isWanted && seen.cameraId === cameraId) setView(seen);
  });
  return { view, refused };
}
