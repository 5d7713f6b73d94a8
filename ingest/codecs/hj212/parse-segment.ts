import type { Hj212Flag, Hj212Header, Hj212Part } from "../../../core/field/hj212-header.ts";
import type { FrameFault } from "../../../core/readings/reject-codes.ts";
import type { Edition } from "../../../core/registry/edition.ts";
import { err, ok, type Result } from "../../../core/result.ts";
import { cutDataArea } from "./cut-data-area.ts";
import { failure, type Hj212Failure } from "./failure.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { noteQuirk, type Quirk, withoutBlanks } from "./quirks.ts";

export interface Hj212Segment {
  readonly header: Hj212Header;
  /** The data area between `CP=&&` and `&&`. */
  readonly dataArea: string;
}

type Key = "QN" | "ST" | "CN" | "PW" | "MN" | "Flag" | "PNUM" | "PNO" | "RF";
type Items = { -readonly [K in Key]?: string };

const KEYS: ReadonlyMap<string, Key> = new Map(
  (["QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO", "RF"] as const).map((key) => [key.toUpperCase(), key]),
);

/**
 * Parses a data segment into header and data area. Keys are taken in any order; accepted deviations are added to
 * `quirks`. Refused with `wrong-header`: no CP, a key that stands twice (which of two MNs would it be?), a CN that is
 * not four digits, a Flag that is not a number up to 255, an ST or MN that cannot be one, a QN or PW beyond 32
 * characters (answers repeat both, and must fit into a frame), `&&` before CP, a second CP, anything behind the `&&`
 * that closes the data area.
 * @see docs/sources.md#hj-212-data-segment
 */
export function parseSegment(text: string, quirks: Quirk[]): Result<Hj212Segment, Hj212Failure> {
  const cp = findCp(text, quirks);
  if (cp < 0) return err(failure("wrong-header", { code: "no-cp", facts: {} }));
  const items: Items = {};
  const problem = collectItems(text.slice(0, cp), items, quirks);
  if (problem !== undefined) return err(failure("wrong-header", problem));
  const header = checkedHeader(items, quirks);
  if (!header.ok) return header;
  const dataArea = cutDataArea(text, cp + 3, quirks);
  return dataArea.ok ? ok({ header: header.value, dataArea: dataArea.value }) : dataArea;
}

/** Position of `CP=`. */
function findCp(text: string, quirks: Quirk[]): number {
  const exact = text.indexOf("CP=");
  if (exact >= 0) return exact;
  const other = /cp=/i.exec(text);
  if (other === null) return -1;
  noteQuirk(quirks, "header-key-case");
  return other.index;
}

function collectItems(header: string, items: Items, quirks: Quirk[]): FrameFault | undefined {
  let text = header;
  if (text.includes("&&")) return { code: "closing-before-cp", facts: {} };
  if (text.includes(",")) {
    noteQuirk(quirks, "header-comma");
    text = text.replaceAll(",", ";");
  }
  if (text.length > 0 && text.charCodeAt(text.length - 1) !== SEMICOLON && !text.trimEnd().endsWith(";"))
    noteQuirk(quirks, "cp-not-separated");
  let from = 0;
  while (from < text.length) {
    const semicolon = text.indexOf(";", from);
    const to = semicolon < 0 ? text.length : semicolon;
    if (to > from) {
      const problem = collectItem(text.slice(from, to), items, quirks);
      if (problem !== undefined) return problem;
    }
    from = to + 1;
  }
  return undefined;
}

function collectItem(item: string, items: Items, quirks: Quirk[]): FrameFault | undefined {
  const equals = item.indexOf("=");
  if (equals < 0) {
    if (item.trim() !== "") noteQuirk(quirks, "header-item-without-value");
    return undefined;
  }
  const key = keyOf(item.slice(0, equals), quirks);
  if (key === undefined) return undefined;
  const value = withoutBlanks(item.slice(equals + 1), "header-space", quirks);
  if (items[key] !== undefined) return { code: "key-twice", facts: { key } };
  items[key] = value;
  return undefined;
}

function keyOf(said: string, quirks: Quirk[]): Key | undefined {
  switch (said) {
    case "QN":
    case "ST":
    case "CN":
    case "PW":
    case "MN":
    case "Flag":
    case "PNUM":
    case "PNO":
    case "RF":
      return said;
  }
  const trimmed = withoutBlanks(said, "header-space", quirks);
  const key = KEYS.get(trimmed.toUpperCase());
  if (key === undefined) noteQuirk(quirks, "header-key-unknown");
  else if (key !== trimmed) noteQuirk(quirks, "header-key-case");
  return key;
}

const SEMICOLON = 59;
const ST = /^[A-Za-z0-9]{1,3}$/;
const MN = /^[A-Za-z0-9_-]{0,32}$/;
/** Longest QN and PW: twice what any edition and any device seen so far uses. */
export const MAX_ECHOED = 32;

function checkedHeader(items: Items, quirks: Quirk[]): Result<Hj212Header, Hj212Failure> {
  const { QN: qn = "", ST: st = "", CN: cn = "", PW: pw = "", MN: mn = "" } = items;
  if (!isCommand(cn)) return err(failure("wrong-header", { code: "cn-form", facts: { text: excerpt(cn) } }));
  if (!isSystemCode(st)) return err(failure("wrong-header", { code: "st-form", facts: { text: excerpt(st) } }));
  if (!isDeviceId(mn)) return err(failure("wrong-header", { code: "mn-form", facts: { text: excerpt(mn) } }));
  if (qn.length > MAX_ECHOED || pw.length > MAX_ECHOED)
    return err(failure("wrong-header", { code: "qn-or-pw-too-long", facts: { most: MAX_ECHOED } }));
  const flag = flagOf(items.Flag);
  if (flag === undefined) {
    return err(failure("wrong-header", { code: "flag-form", facts: { text: excerpt(String(items.Flag)) } }));
  }
  if (flag.version > 2) noteQuirk(quirks, "flag-version-unknown");
  if (items.QN === "") noteQuirk(quirks, "qn-empty");
  else if (qn !== "" && !(qn.length === 17 && isDigits(qn))) noteQuirk(quirks, "qn-odd");
  return ok({ qn, st, cn, pw, mn, flag, part: partOf(items, flag, quirks), isBackfill: items.RF === "1" });
}

/** True for a command code: four digits. */
export function isCommand(text: string): boolean {
  return text.length === 4 && isDigits(text);
}

/** True for what an ST may be: one to three letters or digits, known to an edition or not. */
export function isSystemCode(text: string): boolean {
  return ST.test(text);
}

/** True for what an MN may be, the empty one of a device that is not activated included. */
export function isDeviceId(text: string): boolean {
  return MN.test(text);
}

const NO_FLAG: Hj212Flag = { value: undefined, version: 0, split: false, answer: false };
const FLAGS: readonly Hj212Flag[] = Array.from({ length: 256 }, (_, value) => ({
  value,
  version: value >> 2,
  split: (value & 2) !== 0,
  answer: (value & 1) !== 0,
}));

/** The Flag as sent; `undefined` when it cannot be one. None at all is the style of 2005. */
export function flagOf(said: string | undefined): Hj212Flag | undefined {
  if (said === undefined) return NO_FLAG;
  if (said.length === 0 || said.length > 3 || !isDigits(said)) return undefined;
  return FLAGS[Number(said)];
}

/** The Flag of a known edition, without the split bit; `undefined` for any other value. */
export function plainFlag(value: number): Hj212Flag | undefined {
  const flag = value < 12 ? FLAGS[value] : undefined;
  return flag === undefined || flag.split ? undefined : flag;
}

/** The edition that the version bits name. They do not prove 2025: stations for surface water use the same bits. */
export function editionOf(flag: Hj212Flag): Edition {
  if (flag.version === 0) return "2005";
  return flag.version === 1 ? "2017" : "2025";
}

/**
 * Whether the keys are there decides, not the split bit: the standard's own 2005 requests carry Flag=3 without them.
 */
export function partOf(items: Pick<Items, "PNUM" | "PNO">, flag: Hj212Flag, quirks: Quirk[]): Hj212Part | undefined {
  if (items.PNUM === undefined && items.PNO === undefined) {
    if (flag.split) noteQuirk(quirks, "part-missing");
    return undefined;
  }
  const { PNUM: total = "", PNO: number = "" } = items;
  const isPossible = isCount(total) && isCount(number) && Number(number) >= 1 && Number(number) <= Number(total);
  if (!isPossible) {
    noteQuirk(quirks, "part-impossible");
    return undefined;
  }
  if (!flag.split) noteQuirk(quirks, "part-unannounced");
  return { number: Number(number), total: Number(total) };
}

/** Of any width: some pad both to eight digits. What a number cannot hold is none. */
function isCount(text: string): boolean {
  return text.length > 0 && isDigits(text) && Number.isSafeInteger(Number(text));
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return false;
  }
  return true;
}

/** What was said, short enough and harmless in a log line. */
function excerpt(text: string): string {
  return JSON.stringify(maskSecrets(text).slice(0, 40));
}
