/** What the server and its search thread say to each other; `id` is the number of the search. */
import type { VmsError } from "#base/errors";
import type { CameraDay, MotionJob } from "./region/day-batches.ts";

export type ToThread =
  | { readonly id: number; readonly job: MotionJob }
  | { readonly id: number; readonly stop: true };

export type FromThread =
  | { readonly id: number; readonly batch: readonly CameraDay[] }
  | { readonly id: number; readonly done: true }
  | { readonly id: number; readonly failed: Pick<VmsError, "code" | "reason" | "message"> };
