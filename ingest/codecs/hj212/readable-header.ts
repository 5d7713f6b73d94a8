import type { Hj212Header } from "../../../core/field/hj212-header.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { flagOf, isCommand, isDeviceId, isSystemCode, MAX_ECHOED, partOf } from "./parse-segment.ts";
import { asciiText } from "./segment-text.ts";

/**
 * What can be read of the header of a frame that is refused; what cannot be, or stands twice, is left out. It proves
 * nothing: it is there to find the sender.
 */
export type ReadableHeader = Partial<Omit<Hj212Header, "pw">>;

/** Longer than any header with room for what is wrong with it. */
const HEADER_BYTES = 512;
const HEAD = /^\s*#{0,2}\d{0,4}/;
const END = /CP\s*=|&&/i;

/** Reads what it can of the header at the beginning of `bytes`: of a frame, or of a segment without a head. */
export function readableHeader(bytes: Uint8Array): ReadableHeader {
  const text = asciiText(bytes, 0, Math.min(bytes.length, HEADER_BYTES)).replace(HEAD, "");
  const items = uniqueItems(text.slice(0, END.exec(text)?.index));
  const [qn, st, cn, mn] = [items.get("QN"), items.get("ST"), items.get("CN"), items.get("MN")];
  const [PNUM, PNO] = [items.get("PNUM"), items.get("PNO")];
  const flag = flagOf(items.get("FLAG"));
  const numbers = { ...(PNUM !== undefined && { PNUM }), ...(PNO !== undefined && { PNO }) };
  // Without a CN this is hardly a header, and what it does not name says nothing.
  const isHeader = cn !== undefined && isCommand(cn);
  return {
    ...(qn !== undefined && isEchoed(qn) && { qn }),
    ...(st !== undefined && isSystemCode(st) && { st }),
    ...(isHeader && { cn, isBackfill: items.get("RF") === "1" }),
    ...(mn !== undefined && isDeviceId(mn) && { mn }),
    ...(isHeader && flag !== undefined && { flag, part: partOf(numbers, flag, []) }),
  };
}

/** Stands for the value of a key that comes twice: nothing that is asked of a value holds for it. */
const TWICE = "\0";

function uniqueItems(header: string): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  for (const item of header.split(/[;,\r\n]/)) {
    const equals = item.indexOf("=");
    const key = item.slice(0, Math.max(equals, 0)).trim().toUpperCase();
    items.set(key, items.has(key) ? TWICE : item.slice(equals + 1).trim());
  }
  return items;
}

function isEchoed(qn: string): boolean {
  return qn.length <= MAX_ECHOED && /^[ -~]*$/.test(qn) && maskSecrets(qn) === qn;
}
