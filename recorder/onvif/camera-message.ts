/**
 * What a camera's notification means: ONVIF topics, in the spellings of several makers, to our kinds.
 * Pure. Topics: ONVIF Imaging and Analytics Service Specifications (RuleEngine, VideoSource); state
 * is a boolean item of the message's data (ONVIF Core Specification section 9.4), a message without
 * one tells something that happened at once.
 */
import type { TamperForm } from "../motion/facts.ts";

export type CameraEventKind =
  | "motion"
  | "object_left"
  | "object_removed"
  | "tamper"
  | "line_crossed";

export interface CameraMessage {
  /** The same for begin and end of one thing: topic, rule, source. */
  readonly key: string;
  readonly kind: CameraEventKind;
  /** null = it happened, and that is all. */
  readonly active: boolean | null;
  /** The topic without name spaces; of tampering its form where the topic names one. */
  readonly detail: string;
}

interface Meaning {
  readonly topic: RegExp;
  readonly kind: CameraEventKind;
  readonly form?: TamperForm;
}

/** The first that fits. */
const MEANINGS: readonly Meaning[] = [
  {
    topic: /abandon|unattended|left(?:object|detect)|objectleft|object_?is_?left/i,
    kind: "object_left",
  },
  {
    topic: /removed|taken_?away|missing_?object|objecttaken|objectmissing/i,
    kind: "object_removed",
  },
  { topic: /imagetooblurry|defocus|blur/i, kind: "tamper", form: "blurred" },
  { topic: /imagetoodark/i, kind: "tamper", form: "dark" },
  { topic: /globalscenechange|scenechange/i, kind: "tamper", form: "turned" },
  {
    topic: /tamper|shelter|occlu|hideblind|signalloss|videoloss/i,
    kind: "tamper",
    form: "covered",
  },
  {
    topic: /linedetector|linecross|crossline|tripwire|fielddetector|intrusion|regionentran/i,
    kind: "line_crossed",
  },
  {
    topic: /motion|peopledetect|humandetect|vehicledetect|persondetect|facedetect|dogcatdetect/i,
    kind: "motion",
  },
];

/** Topics that speak of the device and not of its picture. */
const OTHER = /^(?:device|monitoring|recording|media|configuration|audio|userAlarm|ptz)/i;
const MOST_TEXT = 200;

/** undefined for what is none of ours, or cannot be understood. */
export function readCameraMessage(raw: unknown): CameraMessage | undefined {
  const topic = topicOf(raw);
  if (topic === "" || OTHER.test(topic)) return undefined;
  const meaning = MEANINGS.find((each) => each.topic.test(topic));
  if (!meaning) return undefined;
  const message = at(at(raw, "message"), "message");
  const operation = textOf(at(at(message, "$"), "PropertyOperation"));
  const data = itemsOf(at(message, "data"));
  const active = operation === "Deleted" ? false : stateOf(data);
  const source = [...itemsOf(at(message, "source")), ...itemsOf(at(message, "key"))]
    .map(({ name, value }) => `${name}=${value}`)
    .join(",");
  return {
    key: `${topic}?${source}`.slice(0, MOST_TEXT),
    kind: meaning.kind,
    active,
    detail: (meaning.form ?? topic).slice(0, MOST_TEXT),
  };
}

interface Item {
  readonly name: string;
  readonly value: string;
}

/** `tns1:RuleEngine/CellMotionDetector/Motion` without its name spaces. */
function topicOf(raw: unknown): string {
  const topic = at(raw, "topic");
  const text = typeof topic === "string" ? topic : textOf(at(topic, "_"));
  return text
    .trim()
    .split("/")
    .map((part) => part.replace(/^[^:]*:/, ""))
    .filter((part) => part !== "")
    .join("/");
}

function itemsOf(part: unknown): Item[] {
  const raw = at(part, "simpleItem");
  const items = Array.isArray(raw) ? raw : raw === undefined ? [] : [raw];
  return items.flatMap((item) => {
    const name = textOf(at(at(item, "$"), "Name"));
    return name === "" ? [] : [{ name, value: textOf(at(at(item, "$"), "Value")) }];
  });
}

const STATE_NAME = /^(?:is|state|logicalstate|active|value|alarm|motion)/i;

/** true or false where an item says so; 0 and 1 count only under a name that is a state's. */
function stateOf(data: readonly Item[]): boolean | null {
  const states = data.flatMap(({ name, value }) => {
    if (/^(?:true|false)$/i.test(value)) return [value.toLowerCase() === "true"];
    return /^[01]$/.test(value) && STATE_NAME.test(name) ? [value === "1"] : [];
  });
  return states.length === 0 ? null : states.some((state) => state);
}

function at(data: unknown, name: string): unknown {
  return typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
}

/** The package turns texts into booleans, numbers and dates where they look like it. */
function textOf(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
}
