import type { DeviceDirectory, KnownDevice } from "../../core/field/devices.ts";
import type { Hj212Header } from "../../core/field/hj212-header.ts";
import type { DoorRefusal } from "../../core/field/refusal.ts";
import type { RejectReason } from "../../core/readings/message.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { fitsAlso } from "../codecs/hj212/crc.ts";
import { isDataInClear } from "../codecs/hj212/data-in-clear.ts";
import type { CutFrame } from "../codecs/hj212/examine-frame.ts";
import { parseDataArea } from "../codecs/hj212/parse-data-area.ts";
import { parseSegment } from "../codecs/hj212/parse-segment.ts";
import type { Quirk } from "../codecs/hj212/quirks.ts";
import { segmentText } from "../codecs/hj212/segment-text.ts";

/**
 * A frame that is refused at the door: it is neither journalled nor acknowledged, so a device that is merely
 * misconfigured keeps its data.
 */
export interface FrameRefusal {
  readonly reason: RejectReason | "guessing" | "not-activated";
  readonly detail: DoorRefusal;
  /** The MN it gives, as far as it could be read. */
  readonly mn: string;
}

/** A frame whose sender is known and has shown its password. */
export interface AdmittedFrame {
  readonly header: Hj212Header;
  /** The data area between `CP=&&` and `&&`. */
  readonly dataArea: string;
  /** Deviations of the frame and of its header that were accepted. */
  readonly quirks: readonly Quirk[];
  readonly known: KnownDevice;
}

/** The credential that a connection has shown last, so that a password is not checked again with every frame. */
export interface ShownCredential {
  readonly known: KnownDevice;
  readonly password: string;
}

/** Whether passwords of devices may be checked for who sends here, and that one was wrong. */
export interface PasswordTries {
  may(known: KnownDevice): boolean;
  failed(known: KnownDevice): void;
}

/**
 * Decides whether a frame comes in: its header is readable, its MN registered, its CRC the device's, its PW right. What
 * it says is for the decoder.
 */
export function admitFrame(
  frame: CutFrame,
  devices: DeviceDirectory,
  { shown, tries }: { readonly shown: ShownCredential | undefined; readonly tries: PasswordTries },
): Result<AdmittedFrame, FrameRefusal> {
  const quirks: Quirk[] = frame.quirks.slice();
  const segment = parseSegment(segmentText(frame.segment, quirks), quirks);
  if (!segment.ok) return err({ reason: segment.error.code, detail: segment.error.detail, mn: "" });
  const { header, dataArea } = segment.value;
  const { mn, pw } = header;
  const known = mn === "" ? undefined : devices.find(mn);
  if (known === undefined) return err({ reason: "unknown-device", detail: { code: "mn-not-registered", facts: {} }, mn });
  const expected = known.device.crc ?? "standard";
  if (!fitsAlso(frame.segment, frame.crc, expected)) {
    return err({ reason: "wrong-crc", detail: { code: "crc-other-variant", facts: { expected, fits: frame.crc } }, mn });
  }
  const isShown = shown?.known === known && shown.password === pw;
  if (!isShown) {
    if (!tries.may(known)) return err({ reason: "guessing", detail: { code: "pw-not-checked", facts: {} }, mn });
    if (!known.acceptsHj212Password(pw)) {
      tries.failed(known);
      return err({ reason: "wrong-password", detail: { code: "pw-other", facts: {} }, mn });
    }
  }
  if (isRefusedInClear(frame, known, { cn: header.cn, dataArea }))
    return err({ reason: "not-encrypted", detail: { code: "data-in-clear", facts: { cn: header.cn } }, mn });
  return ok({ header: header.qn === "" ? { ...header, qn: qnIn(dataArea) } : header, dataArea, quirks, known });
}

function isRefusedInClear(
  { bytes }: CutFrame,
  { device }: KnownDevice,
  content: { readonly cn: string; readonly dataArea: string },
): boolean {
  return device.encryption === "required" && device.sm4Key !== undefined && isDataInClear(bytes, content);
}

/** 2005 answers and query results carry the QN in the data area; empty when it is not there either. */
export function qnIn(dataArea: string): string {
  return parseDataArea(dataArea, []).find((p) => p.factor === "" && p.field === "QN")?.value ?? "";
}
