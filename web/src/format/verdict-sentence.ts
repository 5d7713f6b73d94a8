import type { Say } from "../i18n/translate.ts";
import { periodWords } from "./time-words.ts";

/** What the recorded sentence of a finding says, taken apart. Figures stay the text they were recorded as, so that every place shows the same digits. */
export interface VerdictParts {
  readonly start: number;
  readonly end: number;
  readonly outlet: string;
  readonly pollutant: string;
  readonly mean: "hour" | "boundary";
  readonly value: string;
  readonly limit: {
    readonly compared: "above" | "below" | "outside";
    readonly figure: string;
    readonly source: string;
    readonly from: string;
  } | null;
  readonly ending: "unreported" | "pending" | "consented" | null;
  /** The reason for which the finding was withdrawn. */
  readonly withdrawn: string | null;
}

const SENTENCE =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)-(\d\d:\d\d) (.+) (\S+) (小时均值|边界小时均值) ([^，]+?)(?:，(高于限值|低于限值|超出限值范围) ([^（]+)（(.+)，(\d{4}-\d\d-\d\d) 起）)?(，未见有效申报（线索）|，申报尚未答复（线索）|，事先已征得同意)?(?:，已撤回：(.*))?。$/;

const COMPARED = { 高于限值: "above", 低于限值: "below", 超出限值范围: "outside" } as const;
const ENDING = {
  "，未见有效申报（线索）": "unreported",
  "，申报尚未答复（线索）": "pending",
  "，事先已征得同意": "consented",
} as const;

/** Reads the sentence that the record keeps of a finding (in Chinese: title of a case, lines of its history). `null` for words of a person. */
export function parseVerdictSentence(text: string): VerdictParts | null {
  const found = SENTENCE.exec(text.trim());
  if (found === null) return null;
  const [, day = "", from = "", to = "", outlet = "", pollutant = "", mean, value = ""] = found;
  const [compared, figure = "", source = "", since = "", ending, withdrawn] = found.slice(8);
  const start = Date.parse(`${day}T${from}:00.000+08:00`);
  const end = Date.parse(`${day}T${to === "24:00" ? "23:59" : to}:00.000+08:00`) + (to === "24:00" ? 60_000 : 0);
  return {
    start,
    end,
    outlet,
    pollutant,
    mean: mean === "小时均值" ? "hour" : "boundary",
    value,
    limit:
      compared === undefined
        ? null
        : { compared: COMPARED[compared as keyof typeof COMPARED], figure: figure.trim(), source, from: since },
    ending: ending === undefined ? null : ENDING[ending as keyof typeof ENDING],
    withdrawn: withdrawn ?? null,
  };
}

/** A recorded text in the language of the page: the sentence of a finding whole, anything else as it was written. */
export function recordedWords(text: string, say: Say): string {
  const parts = parseVerdictSentence(text);
  if (parts === null) return text;
  const source =
    parts.limit === null ? "" : say("verdict.since", { source: sourceWords(parts.limit.source, say), from: parts.limit.from });
  return say("verdict.sentence", { period: periodFigures(text), rest: claim(parts, say, source) });
}

/** The same for a list: the period as people say it today, and the claim without the document behind it. `null` when the text is no such sentence. */
export function shortWords(text: string, say: Say, now: number): { readonly period: string; readonly claim: string } | null {
  const parts = parseVerdictSentence(text);
  return parts === null ? null : { period: periodWords(say, parts, now), claim: claim(parts, say, "") };
}

function claim(parts: VerdictParts, say: Say, source: string): string {
  const { limit, ending, withdrawn } = parts;
  const head = say("verdict.claim", {
    outlet: parts.outlet,
    pollutant: parts.pollutant,
    mean: say(`verdict.mean.${parts.mean}`),
    value: parts.value,
  });
  const compared = limit === null ? "" : say(`verdict.limit.${limit.compared}`, { limit: limit.figure }) + source;
  const last = ending === null ? "" : say(`verdict.ending.${ending}`);
  return head + compared + last + (withdrawn === null ? "" : say("verdict.withdrawn", { reason: withdrawn }));
}

/** The date and the clock of the sentence, as recorded. */
function periodFigures(text: string): string {
  return text.trim().split(" ").slice(0, 2).join(" ");
}

function sourceWords(source: string, say: Say): string {
  return source === "排污许可证" ? say("source.permit") : source;
}
