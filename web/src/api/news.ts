/**
 * News from the server over Socket.IO: keeps the query cache fresh and lets pages listen. One
 * connection a page; it reconnects by itself, and then everything that may be old is read again.
 */
import type { QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from "react";
import type { Socket } from "socket.io-client";
import { io } from "socket.io-client";
import type {
  CameraStatusView,
  CameraView,
  NewsToViewer,
  SystemView,
  ViewerAsks,
  WatchMotionAnswer,
} from "#contract";
import { apiQueryKey, refreshAll } from "./hooks.ts";

type NewsSocket = Socket<
  { [N in keyof NewsToViewer]: NewsToViewer[N] },
  { [N in keyof ViewerAsks]: ViewerAsks[N] }
>;
type Listener<N extends keyof NewsToViewer> = NewsToViewer[N];

/** `connected`: the server speaks; `recorderUp`: null until the server said so. */
export interface LinkState {
  readonly connected: boolean;
  readonly recorderUp: boolean | null;
}

const CAMERAS = apiQueryKey("GET /api/cameras", { query: {} });
const SYSTEM = apiQueryKey("GET /api/system", {});

export class News {
  readonly #cache: QueryClient;
  #socket: NewsSocket | undefined;
  #state: LinkState = { connected: false, recorderUp: null };
  #hadConnection = false;
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Map<keyof NewsToViewer, Set<(...news: never[]) => void>>();

  constructor(cache: QueryClient) {
    this.#cache = cache;
  }

  start(): void {
    if (this.#socket !== undefined) return;
    const socket: NewsSocket = io({
      transports: ["websocket", "polling"],
      reconnectionDelayMax: 8000,
    });
    this.#socket = socket;
    socket.on("connect", () => this.#connected());
    socket.on("disconnect", () => this.#set({ connected: false }));
    socket.on("cameraStates", (states) => this.#patchStates(states));
    socket.on("cameraState", (state) => this.#patchStates([state]));
    socket.on("camerasChanged", () => {
      void refreshAll(this.#cache, [
        "GET /api/cameras",
        "GET /api/settings/cameras",
        "GET /api/places",
        "GET /api/system",
      ]);
    });
    socket.on("recorderUp", (up) => this.#recorderUp(up));
    socket.on("incidentChanged", () => {
      void refreshAll(this.#cache, ["GET /api/incidents", "GET /api/incidents/:incidentId"]);
    });
    socket.on("motionSettingsChanged", () => {
      void refreshAll(this.#cache, [
        "GET /api/settings/cameras/:cameraId/motion",
        "GET /api/zones",
      ]);
    });
    socket.onAny((name: string, ...news: unknown[]) => {
      const listeners = this.#listeners.get(name as keyof NewsToViewer);
      for (const listener of listeners ?? []) listener(...(news as never[]));
    });
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#hadConnection = false;
    this.#set({ connected: false, recorderUp: null });
  }

  /** Asks for what the analysis of a camera sees (`motionView` news), null = no more. */
  watchMotion(cameraId: string | null, answered: (answer: WatchMotionAnswer) => void): void {
    this.#socket?.emit("watchMotion", cameraId, answered);
  }

  /** Calls `listener` at each news of that name; answers with a way to stop. */
  on<N extends keyof NewsToViewer>(name: N, listener: Listener<N>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly state = (): LinkState => this.#state;

  #connected(): void {
    this.#set({ connected: true });
    // While the line was down news were missed: what is on the page is read again.
    if (this.#hadConnection) void this.#cache.invalidateQueries();
    this.#hadConnection = true;
  }

  #recorderUp(up: boolean): void {
    this.#set({ recorderUp: up });
    this.#cache.setQueryData<SystemView>(SYSTEM, (old) =>
      old === undefined ? old : { ...old, recorderUp: up },
    );
  }

  #patchStates(states: readonly CameraStatusView[]): void {
    const byId = new Map(states.map((state) => [state.cameraId, state]));
    this.#cache.setQueryData<CameraView[]>(CAMERAS, (old) =>
      old?.map((camera) => {
        const status = byId.get(camera.id);
        return status === undefined ? camera : { ...camera, status };
      }),
    );
  }

  #set(change: Partial<LinkState>): void {
    const next = { ...this.#state, ...change };
    if (next.connected === this.#state.connected && next.recorderUp === this.#state.recorderUp)
      return;
    this.#state = next;
    for (const watcher of this.#watchers) watcher();
  }
}

export const NewsContext = createContext<News | undefined>(undefined);

export function useNewsSource(): News {
  const news = useContext(NewsContext);
  if (news === undefined) throw new Error("no NewsContext above");
  return news;
}

/** Listens to one kind of news while the component is on the page. */
export function useNews<N extends keyof NewsToViewer>(name: N, listener: Listener<N>): void {
  const source = useNewsSource();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      source.on(name, ((...news: Parameters<Listener<N>>) =>
        (latest.current as (...n: typeof news) => void)(...news)) as Listener<N>),
    [source, name],
  );
}

export function useLinkState(): LinkState {
  const source = useNewsSource();
  return useSyncExternalStore(source.watch, source.state);
}
