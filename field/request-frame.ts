import type { DeviceCommand } from "../core/field/exchange.ts";
import type { Edition } from "../core/registry/edition.ts";
import { formatBeijingStamp, type Instant } from "../core/time.ts";
import type { CrcVariant } from "../ingest/codecs/hj212/crc.ts";
import { encodeFrame } from "../ingest/codecs/hj212/encode-frame.ts";
import { withoutSecrets } from "../ingest/codecs/hj212/star-secrets.ts";
import type { ExchangePlan } from "./exchange-machine.ts";

/** A command in the words of HJ 212. */
export interface RequestWords {
  readonly cn: string;
  /** The data area. */
  readonly cp: string;
  readonly closing: ExchangePlan["closing"];
}

/** To whom a request goes. */
export interface RequestHeader {
  readonly qn: string;
  readonly st: string;
  readonly pw: string;
  readonly mn: string;
  readonly edition: Edition;
  /** The variant by which the device checks a CRC. */
  readonly crc: CrcVariant;
  /** The key of a device that encrypts. */
  readonly sm4Key?: Uint8Array;
  /** What 1014 carries. */
  readonly newKey?: { readonly text: string; readonly madeAt: Instant };
}

/** Flag of a request: the edition's version bits and the answer bit; the standard's own requests of 2005 carry 3. */
const FLAG: Readonly<Record<Edition, number>> = { "2005": 3, "2017": 5, "2025": 9 };

/**
 * Encodes a request to a device in the dialect of its edition. The clock is read when it is sent: a repeated 1012
 * carries the time of its own sending.
 */
export function requestFrame(command: DeviceCommand, header: RequestHeader, now: Instant): RequestFrame {
  const { cn, cp } = wordsOf(command, header, now);
  const { qn, st, pw, mn, edition, crc, sm4Key } = header;
  const items = { qn, st, cn, pw, mn, flag: FLAG[edition], cp };
  const bytes = encodeFrame(items, { crc, ...(sm4Key !== undefined && { sm4Key }) });
  // Who has the old key, and what is kept, would have the new one.
  return { bytes, kept: command.command === "rotate-key" ? withoutSecrets(encodeFrame(items, { crc }), { crc }) : bytes };
}

/** A request as it goes out, and as it is kept. */
export interface RequestFrame {
  readonly bytes: Uint8Array;
  readonly kept: Uint8Array;
}

/** CN, data area and the way the exchange ends. @see docs/sources.md#hj-212-exchanges */
export function wordsOf(
  command: DeviceCommand,
  { edition, newKey }: Pick<RequestHeader, "edition" | "newKey">,
  now: Instant,
): RequestWords {
  const { cn, items } = command.command === "rotate-key" ? keyItems(newKey) : cnAndItems(command, now);
  return { cn, cp: items.join(";"), closing: closingOf(cn, edition) };
}

interface CnAndItems {
  readonly cn: string;
  readonly items: readonly string[];
}

/** The standard writes a comma between the two. */
function keyItems(newKey: RequestHeader["newKey"]): CnAndItems {
  if (newKey === undefined) return { cn: "1014", items: [] };
  return { cn: "1014", items: [`SKCreateTime=${formatBeijingStamp(newKey.madeAt, true)},NewSK=${newKey.text}`] };
}

function cnAndItems(command: Exclude<DeviceCommand, { command: "rotate-key" }>, now: Instant): CnAndItems {
  switch (command.command) {
    case "history":
      return { cn: command.cn, items: span(command.from, command.to) };
    case "set-time":
      return { cn: "1012", items: [`SystemTime=${formatBeijingStamp(now)}`] };
    case "read-time":
      return { cn: "1011", items: command.polId === undefined ? [] : [`PolId=${command.polId}`] };
    case "set-interval":
      return { cn: command.cn, items: [`${command.cn === "1062" ? "RtdInterval" : "MinInterval"}=${command.value}`] };
    case "read-interval":
      return { cn: command.cn, items: [] };
    case "start-realtime":
      return { cn: "2011", items: [] };
    case "stop-realtime":
      return { cn: "2012", items: [] };
    case "start-state":
      return { cn: "2021", items: [] };
    case "stop-state":
      return { cn: "2022", items: [] };
    case "set-timeout":
      return { cn: "1000", items: [`OverTime=${command.overTime}`, `ReCount=${command.reCount}`] };
    case "activate":
      return { cn: "1002", items: [`i23005-Info=${command.loggerId}`] };
    case "sample":
      return { cn: "3012", items: [`PolId=${command.polId}`] };
    case "device-id":
      return { cn: "3019", items: [`PolId=${command.polId}`] };
    case "information":
      return { cn: "3020", items: informationItems(command) };
  }
}

function informationItems(command: Extract<DeviceCommand, { command: "information" }>): readonly string[] {
  const { polId, infoId, from, to } = command;
  return [`PolId=${polId}`, `InfoId=${infoId}`, ...(from === undefined || to === undefined ? [] : span(from, to))];
}

function span(from: Instant, to: Instant): readonly string[] {
  return [`BeginTime=${formatBeijingStamp(from)}`, `EndTime=${formatBeijingStamp(to)}`];
}

/** 2012 and 2022 are notifications; 2005 knows no 9012 for starting uploads. */
function closingOf(cn: string, edition: Edition): ExchangePlan["closing"] {
  if (cn === "2012" || cn === "2022") return "notice";
  return (cn === "2011" || cn === "2021") && edition === "2005" ? "acceptance" : "result";
}
