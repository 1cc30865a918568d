/** What all streams of the process share for being started and read: the gate and the sockets. */
import type { Clock } from "#base/clock";
import { OutputSockets } from "#storage";
import { ReadPause, sleepProcess } from "./read-pause.ts";
import { SpawnGate } from "./spawn-gate.ts";

export interface Reading {
  readonly gate: SpawnGate;
  readonly sockets: OutputSockets;
}

export function openReading(clock: Clock): Reading {
  const gate = new SpawnGate(clock);
  const pause = new ReadPause({ isBusy: () => gate.isBusy, sleep: sleepProcess });
  return { gate, sockets: new OutputSockets(() => pause.noteRead()) };
}
