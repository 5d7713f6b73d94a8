import type { DeviceDirectory } from "../../core/field/devices.ts";
import { err, ok, type Result } from "../../core/result.ts";

/** Why a message of the cluster is not journalled. */
export interface MessageRefusal {
  readonly reason: "foreign-topic" | "unknown-device" | "too-large";
  readonly mn: string;
}

const TOPIC = /^outfall\/v1\/([^/+#]+)\/(?:hj212|readings)$/;

/**
 * Decides whether a message of the cluster comes in: its topic names a registered device, its payload is not too large.
 * Who may publish on the topic is the cluster's to check: its users are not known here.
 */
export function admitMessage(
  message: { readonly topic: string; readonly bytes: number },
  devices: DeviceDirectory,
  payloadBytes: number,
): Result<{ readonly mn: string }, MessageRefusal> {
  const mn = TOPIC.exec(message.topic)?.[1];
  if (mn === undefined) return err({ reason: "foreign-topic", mn: "" });
  if (devices.find(mn) === undefined) return err({ reason: "unknown-device", mn });
  return message.bytes > payloadBytes ? err({ reason: "too-large", mn }) : ok({ mn });
}
