import { formatBeijingStamp, type Instant, parseBeijingStamp, plus } from "../../core/time.ts";
import type { Hj212Message } from "../../ingest/codecs/hj212/decode-frame.ts";
import { type EncodeOptions, encodeFrame, type FrameItems } from "../../ingest/codecs/hj212/encode-frame.ts";
import type { Report } from "./report.ts";

/** What a platform can set in a logger, and read back. */
export interface LoggerSettings {
  readonly overTimeSeconds: number;
  readonly resendCount: number;
  readonly realtimeSeconds: number;
  readonly minuteMinutes: number;
  readonly password: string;
  /** The SM4 key of 16 characters with which it encrypts what 2025 wants encrypted; without it everything is clear. */
  readonly sm4Key?: string;
  readonly sendsRealtime: boolean;
  readonly sendsState: boolean;
  /** How far its clock is ahead of the true time. */
  readonly clockAheadMs: number;
  /** What was set by 3016 and 3021, by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a logger is and has. */
export interface LoggerFacts {
  readonly mn: string;
  readonly st: string;
  /** Factors as the device says them. */
  readonly factors: readonly string[];
  /** The true time. */
  readonly now: Instant;
  /** Finished periods that it remembers, with labels from `from` to `to`, both included. */
  history(basis: HistoryBasis, from: Instant, to: Instant): readonly Report[];
}

export type HistoryBasis = Exclude<Report["basis"], "realtime">;

/**
 * What a logger says instead of obeying, for tests of the platform: a QnRtn or an ExeRtn of section 8, or nothing at
 * all.
 */
export type Disobedience = { readonly qnRtn: number } | { readonly exeRtn: number } | "silent";

/** What follows from a request: frames and reports in the order in which they leave. */
export interface Obedience {
  /** As the request leaves them; frames of this answer still carry the old password. */
  readonly settings: LoggerSettings;
  /** 9011, or the 9013 of a notification. */
  readonly answer: Uint8Array;
  /** The single result that carries the QN of the request. */
  readonly data: readonly Uint8Array[];
  /** Records of history, each a message of its own. */
  readonly history: readonly Report[];
  /** 9012; there is none after a refusal and for a notification. */
  readonly result: Uint8Array | undefined;
}

/** QnRtn and ExeRtn. @see docs/sources.md#hj-212-exchanges */
const ACCEPTED = 1;
const WRONG_PASSWORD = 3;
const WRONG_MN = 4;
const UNKNOWN_COMMAND = 8;
const DONE = 1;
const BAD_CONDITIONS = 3;
const NO_DATA = 100;

/** What a command does, when the request is accepted. */
interface Deed {
  readonly exeRtn?: number;
  /** Data areas of single results. */
  readonly data?: readonly string[];
  readonly history?: readonly Report[];
  readonly set?: Partial<LoggerSettings>;
}

/** A request with what it asks for. */
class Request {
  readonly message: Hj212Message;
  readonly settings: LoggerSettings;
  readonly facts: LoggerFacts;

  constructor(message: Hj212Message, settings: LoggerSettings, facts: LoggerFacts) {
    this.message = message;
    this.settings = settings;
    this.facts = facts;
  }

  text(field: string): string | undefined {
    return this.message.pairs.find((p) => p.factor === "" && p.field.toLowerCase() === field.toLowerCase())?.value;
  }

  number(field: string): number | undefined {
    const text = this.text(field);
    return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
  }

  time(field: string): Instant | undefined {
    return parseBeijingStamp(this.text(field) ?? "");
  }

  /** The factor that the command is about; `undefined` when the logger does not measure it. */
  factor(): string | undefined {
    const said = this.text("PolId");
    return this.facts.factors.find((factor) => factor === said);
  }

  /** By the logger's own clock. */
  stampNow(): string {
    return formatBeijingStamp(plus(this.facts.now, this.settings.clockAheadMs));
  }
}

/**
 * What a good logger does with a request of the platform: checks PW and MN, answers in the dialect of the request,
 * obeys. `undefined` for what is no request (answers such as 9014) and when it is told to be silent. Pure: the clock is
 * in the facts, and settings come back changed.
 * @see docs/sources.md#hj-212-exchanges
 */
export function obeyRequest(
  message: Hj212Message,
  {
    settings,
    facts,
    instead,
  }: { readonly settings: LoggerSettings; readonly facts: LoggerFacts; readonly instead?: Disobedience },
): Obedience | undefined {
  const { cn } = message;
  if (cn.startsWith("9") || instead === "silent") return undefined;
  const request = new Request(message, settings, facts);
  const told: { readonly qnRtn?: number; readonly exeRtn?: number } = instead ?? {};
  const qnRtn = told.qnRtn ?? refusalOf(request);
  const refused = { settings, answer: reply(request, "9011", `QnRtn=${qnRtn}`), data: [], history: [], result: undefined };
  if (qnRtn !== ACCEPTED) return refused;
  const isNotice = NOTICES.has(cn);
  const answer = isNotice ? reply(request, "9013", "") : reply(request, "9011", `QnRtn=${ACCEPTED}`);
  const deed: Deed = told.exeRtn === undefined ? (DEEDS[cn]?.(request) ?? {}) : { exeRtn: told.exeRtn };
  return {
    settings: { ...settings, ...deed.set },
    answer,
    data: (deed.data ?? []).map((cp) => reply(request, cn, cp)),
    history: deed.history ?? [],
    result: isNotice ? undefined : reply(request, "9012", `ExeRtn=${deed.exeRtn ?? DONE}`),
  };
}

function refusalOf({ message, settings, facts }: Request): number {
  if (message.mn !== facts.mn) return WRONG_MN;
  if (message.pw !== settings.password) return WRONG_PASSWORD;
  return DEEDS[message.cn] === undefined ? UNKNOWN_COMMAND : ACCEPTED;
}

/** Answers carry ST=91 and no answer bit; 2005 repeats the QN in the data area and has no Flag but on 9011. */
function reply({ message, settings, facts }: Request, cn: string, cp: string): Uint8Array {
  const { qn, flag } = message;
  const { mn } = facts;
  const st = cn.startsWith("9") ? "91" : facts.st;
  const items: FrameItems =
    flag.version > 0
      ? { qn, st, cn, pw: settings.password, mn, flag: flag.version * 4, cp }
      : { st, cn, pw: settings.password, mn, ...(cn === "9011" && { flag: 0 }), cp: [`QN=${qn}`, cp].filter(Boolean).join(";") };
  return encodeFrame(items, encryptionOf(cn, settings.sm4Key));
}

/** How a frame of the logger is encoded: data, keys and site information are encrypted where it has a key. */
export function encryptionOf(cn: string, key: string | undefined): EncodeOptions {
  const isSecret = cn.startsWith("2") || cn === "1014" || cn === "3020";
  return key === undefined || !isSecret ? {} : { sm4Key: new TextEncoder().encode(key) };
}

/** Notifications are answered with 9013 and have no result. */
const NOTICES: ReadonlySet<string> = new Set(["2012", "2022"]);
const MINUTE_INTERVALS: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
const REFUSED: Deed = { exeRtn: BAD_CONDITIONS };

const DEEDS: Readonly<Record<string, (request: Request) => Deed>> = {
  "1000": (r) => {
    const [overTimeSeconds, resendCount] = [r.number("OverTime"), r.number("ReCount")];
    return isIn(overTimeSeconds, 1, 99) && isIn(resendCount, 1, 99) ? { set: { overTimeSeconds, resendCount } } : REFUSED;
  },
  "1011": (r) => ({ data: [[...polId(r), `SystemTime=${r.stampNow()}`].join(";")] }),
  "1012": (r) => {
    const told = r.time("SystemTime");
    if (told === undefined) return REFUSED;
    const aheadMs = told - r.facts.now;
    // The time comes in whole seconds: what is less than one apart is right already.
    return { set: { clockAheadMs: Math.abs(aheadMs) < 1_000 ? 0 : aheadMs } };
  },
  "1014": (r) => {
    const key = r.text("NewSK");
    return key !== undefined && /^[!-~]{16}$/.test(key) ? { set: { sm4Key: key } } : REFUSED;
  },
  "1061": (r) => ({ data: [`RtdInterval=${r.settings.realtimeSeconds}`] }),
  "1062": (r) => {
    const realtimeSeconds = r.number("RtdInterval");
    return isIn(realtimeSeconds, 30, 3_600) ? { set: { realtimeSeconds } } : REFUSED;
  },
  "1063": (r) => ({ data: [`MinInterval=${r.settings.minuteMinutes}`] }),
  "1064": (r) => {
    const minuteMinutes = r.number("MinInterval");
    return minuteMinutes !== undefined && MINUTE_INTERVALS.includes(minuteMinutes) ? { set: { minuteMinutes } } : REFUSED;
  },
  "1072": (r) => {
    const password = r.text("NewPW") ?? r.text("PW");
    return password !== undefined && /^[A-Za-z0-9]{6}$/.test(password) ? { set: { password } } : REFUSED;
  },
  "2011": () => ({ set: { sendsRealtime: true } }),
  "2012": () => ({ set: { sendsRealtime: false } }),
  "2021": () => ({ set: { sendsState: true } }),
  "2022": () => ({ set: { sendsState: false } }),
  "2031": () => ({ exeRtn: NO_DATA }),
  "2041": () => ({ exeRtn: NO_DATA }),
  "2051": (r) => historyOf(r, "minute"),
  "2061": (r) => historyOf(r, "hour"),
  "3011": ofFactor,
  "3012": ofFactor,
  "3013": ofFactor,
  "3014": ofFactor,
  "3015": (r) => ({ data: [`DataTime=${r.stampNow()};VaseNo=1`] }),
  "3016": (r) => (r.factor() === undefined ? REFUSED : remember(r, ["CstartTime", "CTime"])),
  "3017": (r) => {
    const factor = r.factor();
    if (factor === undefined) return REFUSED;
    const { CstartTime = "000000", CTime = "2" } = r.settings.parameters;
    return { data: [`PolId=${factor};CstartTime=${CstartTime};CTime=${CTime}`] };
  },
  "3018": (r) => withFactor(r, (factor) => `PolId=${factor};Stime=40`),
  "3019": (r) => withFactor(r, (factor) => `PolId=${factor};${factor}-SN=${serialOf(r.facts.mn, factor)}`),
  "3020": (r) => informationOf(r),
  "3021": (r) => {
    const { pairs } = r.message;
    const told = pairs.filter((p) => p.field === "Info" && p.factor.startsWith("i"));
    const parameters = Object.fromEntries(told.map((p) => [p.factor, p.value]));
    return told.length === 0 ? REFUSED : { set: { parameters: { ...r.settings.parameters, ...parameters } } };
  },
  "3022": ofFactor,
  "3024": ofFactor,
};

function isIn(value: number | undefined, least: number, most: number): value is number {
  return value !== undefined && value >= least && value <= most;
}

function polId(r: Request): readonly string[] {
  const said = r.text("PolId");
  return said === undefined ? [] : [`PolId=${said}`];
}

function ofFactor(r: Request): Deed {
  return r.factor() === undefined ? REFUSED : {};
}

function withFactor(r: Request, cp: (factor: string) => string): Deed {
  const factor = r.factor();
  return factor === undefined ? REFUSED : { data: [cp(factor)] };
}

function remember(r: Request, fields: readonly string[]): Deed {
  const told = fields.flatMap((field) => {
    const value = r.text(field);
    return value === undefined ? [] : [[field, value] as const];
  });
  return { set: { parameters: { ...r.settings.parameters, ...Object.fromEntries(told) } } };
}

function historyOf(r: Request, basis: HistoryBasis): Deed {
  const [from, to] = [r.time("BeginTime"), r.time("EndTime")];
  if (from === undefined || to === undefined || from > to) return REFUSED;
  const history = r.facts.history(basis, from, to);
  return history.length === 0 ? { exeRtn: NO_DATA } : { history };
}

/** 24 hex digits that are always the same for an analyser. */
function serialOf(mn: string, factor: string): string {
  return Buffer.from(`${mn.slice(-6)}${factor}`)
    .toString("hex")
    .toUpperCase()
    .padEnd(24, "0")
    .slice(0, 24);
}

/** State of the analyser and of the logger are normal; parameters are what was set. Logs are empty. */
function informationOf(r: Request): Deed {
  const factor = r.factor();
  const code = r.text("InfoId");
  if (factor === undefined || code === undefined || !/^i[0-9A-Za-z]{5}$/.test(code)) return REFUSED;
  // The third character is the class: 1 log, 2 state, 3 parameter.
  if (code[2] === "1") return { exeRtn: NO_DATA };
  const value = r.settings.parameters[code] ?? "0";
  return { data: [`DataTime=${r.stampNow()};PolId=${factor};${code}-Info=${value}`] };
}
