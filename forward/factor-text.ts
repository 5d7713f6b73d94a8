import type { Reading } from "../core/readings/reading.ts";
import type { UpstreamEdition } from "../core/registry/upstream.ts";
import { formatBeijingStamp } from "../core/time.ts";

/** Largest magnitude that a receiver of HJ 212 can be expected to read; `N14.2` ends far below. */
const MAX_ABSOLUTE = 1e15;
/**
 * Numbers with more zeros behind the point are nothing that an analyser measures, and their text would burst a frame.
 */
const MOST_ZEROS = 30;
const FLAG = /^[0-9A-Za-z]{1,4}$/;
const VENDOR_FLAG = /^[\w.-]{1,16}$/;

/**
 * One factor of a frame: its fields in the standard's order, such as
 * `a21026-Min=30,a21026-Avg=35.2,a21026-Max=44,a21026-Flag=N`. Exactly what the reading carries, never rounded. A level
 * of noise stands in the field that the device used; what was said beside the value goes along, the mean before marking
 * only where the edition knows it. `undefined` when the flag or a number has no form on the wire: a
 * value without its flag would pass as a normal one.
 * @see docs/sources.md#hj-212
 */
export function factorText(factor: string, reading: Reading, edition: UpstreamEdition): string | undefined {
  if (!FLAG.test(reading.flag)) return undefined;
  const main = reading.field ?? (reading.basis === "realtime" ? "Rtd" : "Avg");
  const fields: readonly (readonly [string, number | undefined])[] = [
    ["Cou", reading.total],
    ["Min", reading.min],
    ...(edition === "2025" ? ([["RawAvg", reading.rawMean]] as const) : []),
    [main, reading.value],
    ["Max", reading.max],
    [reading.basis === "realtime" ? "ZsRtd" : "ZsAvg", reading.converted],
  ];
  const texts: string[] = [];
  for (const [name, value] of fields) {
    if (value === undefined) continue;
    const text = decimalText(value);
    if (text === undefined) return undefined;
    texts.push(`${factor}-${name}=${text}`);
  }
  return [...texts, ...besideTexts(factor, reading), `${factor}-Flag=${reading.flag}`].join(",");
}

/** A vendor's flag that would break the frame is left out: it says nothing of the value. */
function besideTexts(factor: string, { sampledAt, vendorFlag = "" }: Reading): readonly string[] {
  return [
    ...(sampledAt === undefined ? [] : [`${factor}-SampleTime=${formatBeijingStamp(sampledAt)}`]),
    ...(VENDOR_FLAG.test(vendorFlag) ? [`${factor}-EFlag=${vendorFlag}`] : []),
  ];
}

/** The number without an exponent, read back as the same number; `undefined` when there is no such text. */
export function decimalText(value: number): string | undefined {
  if (!Number.isFinite(value) || Math.abs(value) > MAX_ABSOLUTE) return undefined;
  const short = String(value === 0 ? 0 : value);
  if (!short.includes("e")) return short;
  const [mantissa = "", exponent = ""] = short.replace(/^-/, "").split("e-");
  const zeros = Number(exponent) - 1;
  if (!(zeros <= MOST_ZEROS)) return undefined;
  return `${value < 0 ? "-" : ""}0.${"0".repeat(zeros)}${mantissa.replace(".", "")}`;
}
