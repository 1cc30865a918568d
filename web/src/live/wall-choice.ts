/** What a user chose for the wall, kept in the browser for each user. */
import { TILE_COUNTS, type TileCount } from "./wall-layout.ts";

export interface WallChoice {
  /** undefined = as many as there are cameras. */
  readonly count?: TileCount;
  readonly placeId?: string;
}

interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const keyOf = (userId: string) => `vms.wall.${userId}`;

/** A broken or foreign entry reads as no choice. */
export function readWallChoice(store: Store, userId: string): WallChoice {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(userId)) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const count = TILE_COUNTS.find((known) => "count" in kept && known === kept.count);
    const placeId =
      "placeId" in kept && typeof kept.placeId === "string" ? kept.placeId : undefined;
    return {
      ...(count === undefined ? {} : { count }),
      ...(placeId === undefined ? {} : { placeId }),
    };
  } catch {
    // Not JSON: somebody else's entry or a half-written one.
    return {};
  }
}

export function keepWallChoice(store: Store, userId: string, choice: WallChoice): void {
  store.setItem(keyOf(userId), JSON.stringify(choice));
}
