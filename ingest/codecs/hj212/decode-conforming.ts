import type { Hj212Flag } from "../../../core/field/hj212-header.ts";
import type { Edition } from "../../../core/registry/edition.ts";
import { basisOf } from "./command-basis.ts";
import { ConformingReader } from "./conforming-reader.ts";
import type { DecodeOptions, Hj212Body, Hj212Message } from "./hj212-message.ts";
import { type DataPair, parseDataArea } from "./parse-data-area.ts";
import { editionOf, plainFlag } from "./parse-segment.ts";
import type { Quirk } from "./quirks.ts";

const QN = literal("QN=");
const ST = literal(";ST=");
const CN = literal(";CN=");
const PW = literal(";PW=");
const MN = literal(";MN=");
const FLAG = literal(";Flag=");
const CP = literal(";CP=&&");
const DATA_TIME = literal("DataTime=");
const MAX_ID_BYTES = 32;
const AMPERSAND = 38;
/** `QN=;ST=;CN=;PW=;MN=;Flag=;CP=&&&&` with the digits of QN. */
const SHORTEST = 50;
const EXCHANGE: Hj212Body = { kind: "exchange" };

/** The bytes of one data segment within a longer array. */
export interface SegmentRange {
  readonly from: number;
  /** Behind the segment's last byte. */
  readonly to: number;
}

/**
 * Decodes a data segment that is written exactly as HJ 212-2017 and -2025 print it: the header's keys all there and in
 * order, no packet numbers, and either an empty data area or a data packet whose factors carry plain decimals and a
 * flag of one character. Reads the bytes once, from left to right, and makes no object that is not part of the message.
 * Anything else gives `undefined`, which is no verdict: the tolerant way looks at it then. What both can read they read
 * alike (tested), so this is only the way that nearly every frame takes.
 * @param quirks what was noted of the frame around the segment
 */
export function decodeConforming(
  bytes: Uint8Array,
  range: SegmentRange,
  { options, quirks }: { readonly options: DecodeOptions; readonly quirks: readonly Quirk[] },
): Hj212Message | undefined {
  const { from, to } = range;
  if (to - from < SHORTEST || bytes[to - 1] !== AMPERSAND || bytes[to - 2] !== AMPERSAND) return undefined;
  const reader = new ConformingReader(bytes, from, to);
  const header = readHeader(reader);
  if (header === undefined) return undefined;
  const dataArea = reader.rest();
  const body = readBody(reader, header.cn);
  if (body === undefined) return undefined;
  return new ConformingMessage(header, { edition: options.edition ?? editionOf(header.flag), dataArea, body, quirks });
}

interface ConformingHeader {
  readonly qn: string;
  readonly st: string;
  readonly cn: string;
  readonly pw: string;
  readonly mn: string;
  readonly flag: Hj212Flag;
}

function readHeader(reader: ConformingReader): ConformingHeader | undefined {
  if (!reader.skip(QN)) return undefined;
  const qn = reader.digits(17);
  if (!reader.skip(ST)) return undefined;
  const st = reader.digits(2);
  if (!reader.skip(CN)) return undefined;
  const cn = reader.digits(4);
  if (!reader.skip(PW)) return undefined;
  const pw = reader.password(MAX_ID_BYTES);
  if (!reader.skip(MN)) return undefined;
  const mn = reader.word(MAX_ID_BYTES);
  if (!reader.skip(FLAG)) return undefined;
  const flag = plainFlag(reader.shortNumber());
  if (flag === undefined || !reader.skip(CP) || reader.hasFailed()) return undefined;
  return { qn, st, cn, pw, mn, flag };
}

/** An empty data area tells nothing but its command, whatever that is. */
function readBody(reader: ConformingReader, cn: string): Hj212Body | undefined {
  const kind = basisOf(cn);
  if (kind === undefined) return reader.isAtEnd() ? EXCHANGE : undefined;
  if (!reader.skip(DATA_TIME)) return undefined;
  const at = reader.stamp();
  const factors = at === undefined ? undefined : reader.factors();
  return at === undefined || factors === undefined ? undefined : { kind, time: { state: "given", at }, factors };
}

interface ConformingContent {
  readonly edition: Edition;
  /** The text of the data area. */
  readonly dataArea: string;
  readonly body: Hj212Body;
  readonly quirks: readonly Quirk[];
}

/** A message whose pairs are made only when somebody asks for them: the pipeline needs the factors alone. */
class ConformingMessage implements Hj212Message {
  readonly qn: string;
  readonly st: string;
  readonly cn: string;
  readonly pw: string;
  readonly mn: string;
  readonly flag: Hj212Flag;
  readonly part: undefined;
  readonly isBackfill = false;
  readonly edition: Edition;
  readonly body: Hj212Body;
  readonly quirks: readonly Quirk[];
  readonly dataArea: string;

  constructor(header: ConformingHeader, content: ConformingContent) {
    this.qn = header.qn;
    this.st = header.st;
    this.cn = header.cn;
    this.pw = header.pw;
    this.mn = header.mn;
    this.flag = header.flag;
    this.edition = content.edition;
    this.body = content.body;
    this.quirks = content.quirks;
    this.dataArea = content.dataArea;
  }

  get pairs(): readonly DataPair[] {
    return parseDataArea(this.dataArea, []);
  }
}

function literal(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
