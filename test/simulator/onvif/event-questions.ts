/** The questions that a camera's event service answers (ONVIF Core section 9), to its pull points. */
import type { DeviceFacts } from "./device-answers.ts";
import { pulled, renewed, subscription } from "./event-answers.ts";
import type { PullPoints } from "./pull-points.ts";
import { textOf } from "./soap.ts";

export interface EventQuestion {
  readonly points: PullPoints;
  readonly facts: DeviceFacts;
  readonly operation: string;
  readonly xml: string;
  /** The subscription that the address names. */
  readonly pullPoint: number;
}

/** Undefined for what is no question about events, or about a subscription that is over. */
export async function answerEvents(question: EventQuestion): Promise<string | undefined> {
  const { points, facts, operation, xml, pullPoint } = question;
  const { wallMs, serviceUrl } = facts;
  const onCamera = (ms: number) => wallMs + ms - Date.now();
  switch (operation) {
    case "CreatePullPointSubscription": {
      const made = points.create();
      const address = `${serviceUrl}/event_service?subscription=${made?.id}`;
      return made && subscription(address, wallMs, onCamera(made.untilMs));
    }
    case "PullMessages": {
      const most = Number(textOf(xml, "MessageLimit")) || 10;
      const waitMs = secondsOf(textOf(xml, "Timeout")) * 1000;
      const found = await points.pull(pullPoint, waitMs, most);
      return found && pulled(found.messages, wallMs, onCamera(found.untilMs));
    }
    case "Renew": {
      const untilMs = points.renew(pullPoint);
      return untilMs === undefined ? undefined : renewed(wallMs, onCamera(untilMs));
    }
    case "Unsubscribe":
      return points.remove(pullPoint) ? "<wsnt:UnsubscribeResponse/>" : undefined;
    default:
      return undefined;
  }
}

/** `PT1M`, `PT10S`: minutes and seconds of an xs:duration. */
function secondsOf(text: string | undefined): number {
  const match = /^PT(?:(\d+)M)?(?:(\d+)S)?$/.exec(text ?? "");
  return Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
}
