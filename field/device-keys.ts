import type { KnownDevice, NewSm4Key } from "../core/field/devices.ts";
import type { Exchange } from "../core/field/exchange.ts";
import type { HeardFrame } from "../core/field/frame-observer.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { isEncryptedWith } from "../ingest/codecs/hj212/data-in-clear.ts";
import type { DeviceSession } from "./device-session.ts";
import type { RequestHeader } from "./request-frame.ts";

/** A registry version comes to the doors of another process later than the request that it was made for. */
const KEY_COMES_MS = MINUTE;

/** Whether a request for a new key can go out: the registry's version with the key may still be on its way here. */
export function keyReadiness(exchange: Exchange, known: KnownDevice, now: Instant): "ready" | "soon" | "none" {
  if (exchange.command.command !== "rotate-key" || known.newSm4Key?.() !== undefined) return "ready";
  return now - exchange.createdAt < KEY_COMES_MS ? "soon" : "none";
}

/** The key with which the device reads now; the new one from when it is known to use it. */
function keyInUse(known: KnownDevice, { record }: DeviceSession): Uint8Array | undefined {
  const next = known.newSm4Key?.();
  return next !== undefined && record.state.key?.used === next.stored ? next.bytes : known.sm4Key?.();
}

/**
 * With what a request is encrypted, and which new key it carries. A new key never goes out in clear, whatever the
 * device speaks.
 */
export function keysOfRequest(
  { command, createdAt }: Exchange,
  known: KnownDevice | undefined,
  session: DeviceSession,
): Pick<RequestHeader, "sm4Key" | "newKey"> {
  if (known === undefined) return {};
  const isNewKey = command.command === "rotate-key";
  const sm4Key = session.speaksClear && !isNewKey ? undefined : keyInUse(known, session);
  const next = isNewKey ? known.newSm4Key?.() : undefined;
  return {
    ...(sm4Key !== undefined && { sm4Key }),
    ...(next !== undefined && { newKey: { text: next.text, madeAt: createdAt } }),
  };
}

/** Notes what a frame tells of the key of its sender: that it asks for a new one, or uses the one it was sent. */
export function noteKeyOf(frame: HeardFrame, known: KnownDevice | undefined, { record }: DeviceSession): void {
  if (frame.header.cn === "1014") record.keyAsked(frame.at);
  const next = known?.newSm4Key?.();
  if (next === undefined || record.state.key?.used === next.stored) return;
  if (frame.header.cn.startsWith("2") && isEncryptedWith(frame.bytes, frame, next.bytes)) record.keyUsed(next.stored, frame.at);
}

/** Notes that the device said it executed the request for the new key. */
export function noteKeyTaken(
  exchange: Exchange,
  next: NewSm4Key | undefined,
  { session, at }: { readonly session: DeviceSession; readonly at: Instant },
): void {
  if (exchange.command.command !== "rotate-key" || exchange.state !== "done" || next === undefined) return;
  session.record.keyUsed(next.stored, at);
}
