/** The log inside a motion worker: its lines are written by the recorder. */
import type { FromWorker } from "./worker-messages.ts";

type Fields = Readonly<Record<string, unknown>>;
type Level = Extract<FromWorker, { kind: "log" }>["level"];

export interface WorkerLog {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
}

/** `always` goes with every line. Errors become their text: what crosses threads is plain. */
export function workerLog(send: (message: FromWorker) => void, always: Fields): WorkerLog {
  const at = (level: Level) => (fields: Fields, message: string) => {
    const plain = Object.entries({ ...always, ...fields }).map(([name, value]) => [
      name,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]);
    send({ kind: "log", level, fields: Object.fromEntries(plain), message });
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
