/** What a topic of a device is for. */
export type TopicKind = "hj212" | "readings" | "down";

/** A topic of ours, taken apart. */
export interface DeviceTopic {
  readonly mn: string;
  readonly kind: TopicKind;
}

const TOPIC = /^outfall\/v1\/([^/+#]+)\/(hj212|readings|down)$/;

/**
 * Takes `outfall/v1/{mn}/hj212|readings|down` apart; `undefined` for any other topic, and for a filter with a wildcard.
 */
export function parseTopic(topic: string): DeviceTopic | undefined {
  const match = TOPIC.exec(topic);
  if (match === null) return undefined;
  const [, mn = "", kind] = match;
  return { mn, kind: kind as TopicKind };
}

/** Where the platform speaks to the device. */
export function downTopic(mn: string): string {
  return `outfall/v1/${mn}/down`;
}
