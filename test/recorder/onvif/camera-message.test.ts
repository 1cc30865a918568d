/** What cameras of several makes mean by their notifications, as the onvif package hands them on. */
import { describe, expect, it } from "vitest";
import { readCameraMessage } from "../../../recorder/onvif/camera-message.ts";

/** As the package gives it: attributes under `$`, texts turned into what they look like. */
function raw(topic: string, items: Record<string, unknown> = {}, operation = "Changed") {
  const simpleItem = Object.entries(items).map(([Name, Value]) => ({ $: { Name, Value } }));
  return {
    topic: {
      _: topic,
      $: { Dialect: "http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet" },
    },
    message: {
      message: {
        $: { UtcTime: new Date(0), PropertyOperation: operation },
        source: { simpleItem: { $: { Name: "VideoSourceConfigurationToken", Value: 1 } } },
        data: { simpleItem: simpleItem.length === 1 ? simpleItem[0] : simpleItem },
      },
    },
  };
}

describe("a topic", () => {
  it.each([
    ["tns1:RuleEngine/CellMotionDetector/Motion", { IsMotion: true }, "motion", true],
    ["tns1:VideoSource/MotionAlarm", { State: false }, "motion", false],
    ["tns1:VideoSource/MotionAlarm", { State: 1 }, "motion", true],
    ["tns1:RuleEngine/MotionRegionDetector/Motion", { State: "True" }, "motion", true],
    ["tns1:VideoAnalytics/tnsaxis:MotionDetection", { motion: 0 }, "motion", false],
    ["tns1:RuleEngine/MyRuleDetector/PeopleDetect", { State: true }, "motion", true],
    ["tns1:RuleEngine/LineDetector/Crossed", { ObjectId: 12 }, "line_crossed", null],
    ["tns1:RuleEngine/LineCrossDetector/LineCross", { IsLineCross: true }, "line_crossed", true],
    ["tns1:RuleEngine/FieldDetector/ObjectsInside", { IsInside: true }, "line_crossed", true],
    ["tns1:RuleEngine/IntrusionDetector/Intrusion", { IsIntrusion: true }, "line_crossed", true],
    ["tns1:RuleEngine/ObjectAbandoned", { State: true }, "object_left", true],
    ["tns1:RuleEngine/tnsdahua:LeftDetection", { State: true }, "object_left", true],
    ["tns1:RuleEngine/tnshik:UnattendedBaggage", { State: true }, "object_left", true],
    ["tns1:RuleEngine/ObjectRemoved", { State: true }, "object_removed", true],
    ["tns1:RuleEngine/tnsdahua:TakenAwayDetection", { State: true }, "object_removed", true],
    ["tns1:RuleEngine/TamperDetector/Tamper", { IsTamper: true }, "tamper", true],
  ])("%s with %j is %s", (topic, items, kind, active) => {
    const detail = topic.replace(/\w+:/g, "");
    expect(readCameraMessage(raw(topic, items))).toMatchObject({
      kind,
      active,
      ...(kind === "tamper" ? {} : { detail }),
    });
  });

  it.each([
    ["tns1:VideoSource/ImageTooBlurry/ImagingService", "blurred"],
    ["tns1:VideoSource/ImageTooDark/AnalyticsService", "dark"],
    ["tns1:VideoSource/GlobalSceneChange/ImagingService", "turned"],
    ["tns1:VideoSource/SignalLoss", "covered"],
    ["tns1:VideoSource/tnsaxis:Tampering", "covered"],
  ])("%s is tampering of the form %s", (topic, form) => {
    expect(readCameraMessage(raw(topic, { State: true }))).toMatchObject({
      kind: "tamper",
      detail: form,
    });
  });

  it.each([
    "tns1:Device/Trigger/DigitalInput",
    "tns1:Monitoring/ProcessorUsage",
    "tns1:RecordingConfig/JobState",
    "tns1:AudioAnalytics/Audio/DetectedSound",
    "tns1:RuleEngine/Counting/Count",
    "",
    "//",
  ])("%j is none of ours", (topic) => {
    expect(readCameraMessage(raw(topic, { State: true }))).toBeUndefined();
  });
});

it("what the camera deletes is over, whatever it says", () => {
  const message = raw("tns1:RuleEngine/CellMotionDetector/Motion", { IsMotion: true }, "Deleted");
  expect(readCameraMessage(message)).toMatchObject({ active: false });
});

it("two rules of one topic are two things, begin and end of one are the same", () => {
  const of = (rule: string, value: boolean) => {
    const message = raw("tns1:RuleEngine/LineDetector/Crossed", { State: value });
    message.message.message.source.simpleItem = { $: { Name: "Rule", Value: rule as never } };
    return readCameraMessage(message)?.key;
  };
  expect(of("a", true)).toBe(of("a", false));
  expect(of("a", true)).not.toBe(of("b", true));
});

it.each([
  undefined,
  null,
  7,
  "text",
  [],
  {},
  { topic: 3 },
  { topic: { _: {} } },
  { topic: "tns1:VideoSource/MotionAlarm", message: "no" },
  {
    topic: "tns1:VideoSource/MotionAlarm",
    message: { message: { data: { simpleItem: [null, 1] } } },
  },
])("junk %j breaks nothing", (junk) => {
  expect(() => readCameraMessage(junk)).not.toThrow();
});
