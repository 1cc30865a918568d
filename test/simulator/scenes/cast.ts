/** Who appears: clothes of people, motorbikes and their riders, and things that are left behind. */
import type { BikeLook } from "./motorbike.ts";
import { bagShape, type PersonLook } from "./person.ts";

export const PEOPLE = {
  farmer: { shirt: "#6d5a86", trousers: "#2b2b30", hat: "cone" },
  vendor: { shirt: "#c2566a", trousers: "#33303c", hat: "cone", hatColour: "#e0cf9c" },
  man: { shirt: "#e6e8ea", trousers: "#394152" },
  manBlue: { shirt: "#3f6aa5", trousers: "#33353a", hat: "cap", hatColour: "#27364f" },
  woman: { shirt: "#d8a24a", trousers: "#40304a", hair: "#211a17" },
  hmong: { shirt: "#2c3358", trousers: "#1e2440", hat: "cap", hatColour: "#9c3046" },
  pupil: { shirt: "#f2f4f6", trousers: "#22325c", heightM: 1.4, satchel: "#c43d3a" },
  pupilTwo: { shirt: "#eef1f3", trousers: "#22325c", heightM: 1.34, satchel: "#3d78b8" },
  officer: { shirt: "#4d6b4a", trousers: "#3f5740", hat: "cap", hatColour: "#38503a" },
  dumper: { shirt: "#7a4a34", trousers: "#34373c", hat: "cap", hatColour: "#555", bag: "#e9ecea" },
  dumperEmpty: { shirt: "#7a4a34", trousers: "#34373c", hat: "cap", hatColour: "#555" },
  dumperNight: { shirt: "#8a8f94", trousers: "#4a4d52", bag: "#dfe3e4" },
  dumperNightEmpty: { shirt: "#8a8f94", trousers: "#4a4d52" },
  thief: { shirt: "#33383f", trousers: "#4a4640", hat: "cap", hatColour: "#1f2226" },
} as const satisfies Record<string, PersonLook>;

export const BIKES = {
  waveRed: {
    body: "#b3232a",
    rider: { shirt: "#59636e", trousers: "#2f3238", hatColour: "#e4e6e8" },
  },
  waveBlue: {
    body: "#2b5d9e",
    rider: { shirt: "#d9cfc0", trousers: "#3a3d44", hatColour: "#b5302c" },
  },
  market: {
    body: "#3d4246",
    load: "#8d7444",
    rider: { shirt: "#5d7a55", trousers: "#2c2f33", hat: "cone", hatColour: "#dac890" },
  },
  couple: {
    body: "#e0e2e4",
    rider: { shirt: "#34507a", trousers: "#33353a", hatColour: "#3b7fb5" },
    passenger: { shirt: "#d27c94", trousers: "#39364a", hatColour: "#e8b7c4" },
  },
  bicyclePupil: {
    body: "#3a7d5a",
    bicycle: true,
    rider: {
      shirt: "#f2f4f6",
      trousers: "#22325c",
      satchel: "#c43d3a",
      hat: "cone",
      hatColour: "#e7dcae",
    },
  },
  parkedRed: { body: "#a8242b" },
  parkedBlack: { body: "#2c2e33" },
  parkedWhite: { body: "#d9dcde" },
  stolen: {
    body: "#a8242b",
    rider: { shirt: "#33383f", trousers: "#4a4640", hat: "helmet", hatColour: "#1f2226" },
  },
} as const satisfies Record<string, BikeLook>;

/** Tied bags on the ground, feet at (0, 0). */
export const OBJECTS = {
  bag: `<g transform="translate(0 -84)">${bagShape({ x: 0, y: 0 }, "#e9ecea")}</g><g transform="translate(46 -62) scale(0.75)">${bagShape({ x: 0, y: 0 }, "#5d86b8")}</g>`,
  bagNight: `<g transform="translate(0 -84)">${bagShape({ x: 0, y: 0 }, "#f2f4f4")}</g>`,
};

/** Only what a scene uses is drawn; this picks it by name. */
export function pick<T extends object, K extends keyof T>(
  from: T,
  ...names: readonly K[]
): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}
