/** The recorder floor's door: what tests and benches start. Nobody else imports it: the server shares storage and `#base/link` only. */
export { Recorder, type RecorderOptions } from "./recorder.ts";
