/**
 * A minimal pull point (ONVIF Event Handling, section 9.1): subscriptions are handed out, and a pull
 * answers with whatever the simulator was told to signal since the last one, or nothing.
 */
export interface PendingEvent {
  readonly topic: string;
  readonly name: string;
  readonly value: boolean;
  readonly atMs: number;
}

export function eventProperties(): string {
  return `<tev:GetEventPropertiesResponse><tev:TopicNamespaceLocation>http://www.onvif.org/onvif/ver10/topics/topicns.xml</tev:TopicNamespaceLocation><wsnt:FixedTopicSet>true</wsnt:FixedTopicSet><tns1:TopicSet><tns1:RuleEngine><CellMotionDetector><Motion/></CellMotionDetector></tns1:RuleEngine></tns1:TopicSet></tev:GetEventPropertiesResponse>`;
}

export function subscription(address: string, nowMs: number): string {
  return `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><wsa5:Address>${address}</wsa5:Address></tev:SubscriptionReference><wsnt:CurrentTime>${iso(nowMs)}</wsnt:CurrentTime><wsnt:TerminationTime>${iso(nowMs + 60_000)}</wsnt:TerminationTime></tev:CreatePullPointSubscriptionResponse>`;
}

export function pulled(events: readonly PendingEvent[], nowMs: number): string {
  const messages = events.map(
    (event) =>
      `<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">${event.topic}</wsnt:Topic><wsnt:Message><tt:Message UtcTime="${iso(event.atMs)}" PropertyOperation="Changed"><tt:Source><tt:SimpleItem Name="VideoSourceConfigurationToken" Value="vsconf"/></tt:Source><tt:Data><tt:SimpleItem Name="${event.name}" Value="${event.value}"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`,
  );
  return `<tev:PullMessagesResponse><tev:CurrentTime>${iso(nowMs)}</tev:CurrentTime><tev:TerminationTime>${iso(nowMs + 60_000)}</tev:TerminationTime>${messages.join("")}</tev:PullMessagesResponse>`;
}

export function renewed(nowMs: number): string {
  return `<wsnt:RenewResponse><wsnt:TerminationTime>${iso(nowMs + 60_000)}</wsnt:TerminationTime><wsnt:CurrentTime>${iso(nowMs)}</wsnt:CurrentTime></wsnt:RenewResponse>`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
