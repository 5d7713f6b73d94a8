import type { DeviceDirectory } from "../../core/field/devices.ts";
import { answer9013 } from "../codecs/hj212/answer.ts";
import type { CutFrame } from "../codecs/hj212/examine-frame.ts";
import { parseDataArea } from "../codecs/hj212/parse-data-area.ts";
import { parseSegment } from "../codecs/hj212/parse-segment.ts";
import { segmentText } from "../codecs/hj212/segment-text.ts";
import type { FrameRefusal, PasswordTries } from "./admit-frame.ts";

/** What becomes of a logger without an MN that says who it is (1001, HJ 212-2025). */
export interface Activation {
  /** 9013: the notice came, whatever follows from it. */
  readonly answer: Uint8Array;
  /** The MN that a person gave it; it is told so (1002). */
  readonly mn?: string;
  /** Why it is not told one. */
  readonly refusal?: FrameRefusal;
}

/** Ids of the logger, of its processor and of its two network cards. */
const IDS = { loggerId: "i23005", cpuId: "i23006", mac1: "i23007", mac2: "i23008" } as const;
const LOGGER_ID = /^[\w.:-]{1,64}$/;
const MOST_CHARACTERS = 64;

/**
 * Reads a 1001 without MN; `undefined` for everything else. The logger gets an MN only when a row of the registry names
 * its hardware id, and when it shows the PW of that row: a hardware id is written on a plate and proves nothing.
 * Nothing of it is journalled, since it carries no data.
 */
export function activationOf(frame: CutFrame, devices: DeviceDirectory, tries: PasswordTries): Activation | undefined {
  const segment = parseSegment(segmentText(frame.segment, []), []);
  if (!segment.ok || segment.value.header.mn !== "" || segment.value.header.cn !== "1001") return undefined;
  const { header, dataArea } = segment.value;
  const pairs = parseDataArea(dataArea, []);
  const said = (code: string): string =>
    pairs.find(({ factor, field }) => factor === code && field === "Info")?.value.slice(0, MOST_CHARACTERS) ?? "";
  const loggerId = said(IDS.loggerId);
  if (!LOGGER_ID.test(loggerId)) return undefined;
  const answer = answer9013(header, { crc: frame.crc });
  const known = devices.findLogger?.(loggerId);
  if (known === undefined) {
    const facts = { loggerId, cpuId: said(IDS.cpuId), mac1: said(IDS.mac1), mac2: said(IDS.mac2) };
    return { answer, refusal: { reason: "not-activated", detail: { code: "activation-waits", facts }, mn: loggerId } };
  }
  const { mn } = known.device;
  if (!tries.may(known)) return { answer, refusal: { reason: "guessing", detail: { code: "pw-not-checked", facts: {} }, mn } };
  if (known.acceptsHj212Password(header.pw)) return { answer, mn };
  tries.failed(known);
  return { answer, refusal: { reason: "wrong-password", detail: { code: "pw-other", facts: {} }, mn } };
}
