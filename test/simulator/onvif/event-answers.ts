/**
 * What a camera's event service says (ONVIF Core section 9, WS-BaseNotification): subscriptions,
 * pulled messages, renewals. Which there are is `pull-points.ts`.
 */
import { escapeXml } from "./soap.ts";

/** A notification as a camera would send it. */
export interface CameraNotification {
  /** With its name spaces, as `tns1:RuleEngine/CellMotionDetector/Motion`. */
  readonly topic: string;
  /** Of the data's item; none for a message without data. */
  readonly name?: string;
  readonly value?: string;
  /** The rule that tells it. */
  readonly rule?: string;
  readonly operation?: "Initialized" | "Changed" | "Deleted";
}

export function eventProperties(): string {
  return `<tev:GetEventPropertiesResponse><tev:TopicNamespaceLocation>http://www.onvif.org/onvif/ver10/topics/topicns.xml</tev:TopicNamespaceLocation><wsnt:FixedTopicSet>true</wsnt:FixedTopicSet><tns1:TopicSet><tns1:RuleEngine><CellMotionDetector><Motion/></CellMotionDetector></tns1:RuleEngine></tns1:TopicSet></tev:GetEventPropertiesResponse>`;
}

export function subscription(address: string, nowMs: number, untilMs: number): string {
  return `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><wsa5:Address>${escapeXml(address)}</wsa5:Address></tev:SubscriptionReference><wsnt:CurrentTime>${iso(nowMs)}</wsnt:CurrentTime><wsnt:TerminationTime>${iso(untilMs)}</wsnt:TerminationTime></tev:CreatePullPointSubscriptionResponse>`;
}

export function pulled(
  messages: readonly CameraNotification[],
  nowMs: number,
  untilMs: number,
): string {
  const list = messages.map((message) => notification(message, nowMs)).join("");
  return `<tev:PullMessagesResponse><tev:CurrentTime>${iso(nowMs)}</tev:CurrentTime><tev:TerminationTime>${iso(untilMs)}</tev:TerminationTime>${list}</tev:PullMessagesResponse>`;
}

export function renewed(nowMs: number, untilMs: number): string {
  return `<wsnt:RenewResponse><wsnt:TerminationTime>${iso(untilMs)}</wsnt:TerminationTime><wsnt:CurrentTime>${iso(nowMs)}</wsnt:CurrentTime></wsnt:RenewResponse>`;
}

function notification(message: CameraNotification, nowMs: number): string {
  const { topic, name, value, rule = "MyRule", operation = "Changed" } = message;
  const data = name === undefined ? "" : item(name, value ?? "true");
  return `<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">${escapeXml(topic)}</wsnt:Topic><wsnt:Message><tt:Message UtcTime="${iso(nowMs)}" PropertyOperation="${operation}"><tt:Source>${item("VideoSourceConfigurationToken", "vsconf")}${item("Rule", rule)}</tt:Source><tt:Data>${data}</tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`;
}

function item(name: string, value: string): string {
  return `<tt:SimpleItem Name="${escapeXml(name)}" Value="${escapeXml(value)}"/>`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
