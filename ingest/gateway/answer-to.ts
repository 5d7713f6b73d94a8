import type { Hj212Header } from "../../core/field/hj212-header.ts";
import { answer9013, answer9014 } from "../codecs/hj212/answer.ts";
import type { CrcVariant } from "../codecs/hj212/crc.ts";

/**
 * Commands that a device announces rather than uploads: alarm events, hardware ids, time and key requests, restarts of
 * the session.
 */
const NOTIFICATIONS: ReadonlySet<string> = new Set(["1001", "1013", "1014", "2072"]);

/**
 * What the platform answers to an admitted message, once it is durable: 9013 to a notification, 9014 to everything else
 * that asks for an answer; nothing to a message without the answer bit, and never anything to an answer (901x): two
 * sides that answer answers never stop.
 */
export function answerTo(header: Hj212Header, crc: CrcVariant): Uint8Array | undefined {
  if (!header.flag.answer || isAnswer(header.cn)) return undefined;
  return isNotification(header.cn) ? answer9013(header, { crc }) : answer9014(header, { crc });
}

function isAnswer(cn: string): boolean {
  return cn === "9011" || cn === "9012" || cn === "9013" || cn === "9014";
}

function isNotification(cn: string): boolean {
  return NOTIFICATIONS.has(cn) || cn.startsWith("90");
}
