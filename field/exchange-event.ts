import { type Instant, parseBeijingStamp } from "../core/time.ts";
import { parseDataArea } from "../ingest/codecs/hj212/parse-data-area.ts";
import type { ExchangeEvent } from "./exchange-machine.ts";

/** The labels that a history request asks for, both included. */
export interface HistorySpan {
  readonly from: Instant;
  readonly to: Instant;
}

/** What of a frame decides whether it belongs to an exchange. */
export interface AnswerFrame {
  readonly qn: string;
  readonly cn: string;
  readonly dataArea: string;
}

/**
 * What a device's frame says about the exchange that is open with it; `undefined` when it has nothing to do with it.
 * Answers are matched by their QN, whatever ST and Flag they carry; packets of history have a QN of their own and are
 * matched by their command and by the label of their period: what a device uploads meanwhile is no answer. What was
 * asked to be read out is taken under a QN of the device's own, too: many give every frame a new one.
 */
export function exchangeEventOf(
  frame: AnswerFrame,
  open: { readonly qn: string; readonly cn: string; readonly span: HistorySpan | undefined },
): ExchangeEvent | undefined {
  const isOwn = frame.qn === open.qn;
  if (!isOwn) return isHistory(frame, open) || isReadOut(frame, open) ? { kind: "data" } : undefined;
  switch (frame.cn) {
    case "9011":
      return { kind: "request-answer", code: codeIn(frame.dataArea, "QnRtn") };
    case "9012":
      return { kind: "result", code: codeIn(frame.dataArea, "ExeRtn") };
    case "9013":
      return { kind: "notice-answer" };
    default:
      return { kind: "data" };
  }
}

function isHistory(
  { cn, dataArea }: AnswerFrame,
  open: { readonly cn: string; readonly span: HistorySpan | undefined },
): boolean {
  if (open.span === undefined || cn !== open.cn) return false;
  const label = parseBeijingStamp(DATA_TIME.exec(dataArea)?.[1] ?? "");
  return label !== undefined && label >= open.span.from && label <= open.span.to;
}

/** What the commands that read a setting bring back. */
const READ_OUT: Readonly<Record<string, RegExp>> = {
  "1011": /SystemTime=/i,
  "1061": /RtdInterval=/i,
  "1063": /MinInterval=/i,
};

function isReadOut({ cn, dataArea }: AnswerFrame, open: { readonly cn: string }): boolean {
  return cn === open.cn && READ_OUT[cn]?.test(dataArea) === true;
}

/** Some devices write milliseconds behind the seconds. */
const DATA_TIME = /DataTime=(\d{14})/i;

/** The return code; -1 when it is missing or no number, which the tables do not know. */
function codeIn(dataArea: string, field: string): number {
  const said = parseDataArea(dataArea, []).find((pair) => pair.field === field)?.value ?? "";
  return /^\d{1,6}$/.test(said) ? Number(said) : -1;
}
