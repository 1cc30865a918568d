/**
 * What deserves a look at a camera that records: its lens covered, its picture blurred, turned,
 * frozen or black, its own events refused. Kept while it lasts, for the camera's status. Of tampering
 * that both we and the camera see, each ends for itself.
 */
import { CAMERA_WARNINGS, type CameraWarning } from "#base/link";
import { TAMPER_FORMS, type TamperForm } from "../motion/facts.ts";

export class CameraHealth {
  readonly #onChanged: (cameraId: string) => void;
  /** By camera: who says what. */
  readonly #marks = new Map<string, Map<string, CameraWarning>>();

  constructor(onChanged: (cameraId: string) => void) {
    this.#onChanged = onChanged;
  }

  /** In the order of `CAMERA_WARNINGS`. */
  warningsOf(cameraId: string): CameraWarning[] {
    const marked = new Set(this.#marks.get(cameraId)?.values());
    return CAMERA_WARNINGS.filter((warning) => marked.has(warning));
  }

  /** `source` names who says so, so that its end is not another's. */
  set(cameraId: string, source: string, warning: CameraWarning): void {
    const before = this.warningsOf(cameraId).join();
    const marks = this.#marks.get(cameraId) ?? new Map<string, CameraWarning>();
    marks.set(source, warning);
    this.#marks.set(cameraId, marks);
    if (this.warningsOf(cameraId).join() !== before) this.#onChanged(cameraId);
  }

  unset(cameraId: string, source: string): void {
    const before = this.warningsOf(cameraId).join();
    this.#marks.get(cameraId)?.delete(source);
    if (this.warningsOf(cameraId).join() !== before) this.#onChanged(cameraId);
  }

  /** Nothing more is known of it: it is switched off, or gone. */
  forget(cameraId: string): void {
    const had = this.warningsOf(cameraId).length > 0;
    this.#marks.delete(cameraId);
    if (had) this.#onChanged(cameraId);
  }
}

/** A camera's word for tampering, where it is one of ours. */
export function formOf(detail: string): TamperForm | undefined {
  return TAMPER_FORMS.find((form) => form === detail);
}
