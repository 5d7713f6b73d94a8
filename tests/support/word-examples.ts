import type { ClockSourceCodes } from "../../cases/case/case.ts";
import type { CaseNoteCodes } from "../../cases/case/notes.ts";
import type { TitleFacts } from "../../cases/case/title.ts";
import type { AppliedLimit } from "../../core/judging/applied-limit.ts";
import type { WhyFacts } from "../../core/judging/considered-codes.ts";
import type { FindingFacts } from "../../core/judging/finding-facts.ts";
import type { ReasonFacts } from "../../core/judging/reason-codes.ts";
import type { StepFacts } from "../../core/judging/step-codes.ts";
import type { EmptySeriesCodes } from "../../core/readings/empty-series.ts";
import { type BeijingDate, DAY, HOUR, instant, plus } from "../../core/time.ts";
import { CLOCK_DOUBT_EXAMPLES } from "../../words/clock.ts";
import { COMMAND_LINE_EXAMPLES } from "../../words/command-line-examples.ts";
import { NOT_READY_EXAMPLES } from "../../words/readiness.ts";
import { REFUSAL_EXAMPLES } from "../../words/refusal-examples.ts";
import { REJECTION_EXAMPLES } from "../../words/rejection-examples.ts";
import { STORE_TROUBLE_EXAMPLES } from "../../words/stores.ts";
import type { Examples } from "../../words/word-table.ts";
import { at, HOUR_START } from "./hour-facts.ts";

const NONE = [{}] as const;
const MOMENT = at("2026-11-24T12:00:00+08:00");
const PERIOD = { start: HOUR_START, end: plus(HOUR_START, HOUR) };

const PERMIT: AppliedLimit = {
  id: "l1",
  value: 200,
  comparator: "<=",
  unit: "mg/m3",
  source: "permit",
  validFrom: "2025-01-01",
  basis: "hour-mean",
};
const LOWER: AppliedLimit = { ...PERMIT, comparator: ">=", value: 850, unit: "℃", source: "GB 18485-2014 表 4" };
const RANGE: AppliedLimit = {
  id: "l2",
  min: 6,
  max: 9,
  comparator: "range",
  unit: "",
  source: "permit",
  validFrom: "2025-01-01",
  basis: "instant",
};

const EMPTY_SERIES: Examples<EmptySeriesCodes> = {
  future: NONE,
  "not-measured": NONE,
  "before-registered": [{ since: "2026-11-24" as BeijingDate }],
  "after-end": [{ until: "2026-11-24" as BeijingDate }],
  "nothing-yet": NONE,
  "before-first": NONE,
  "other-basis": [{ basis: "day", has: ["hour", "realtime"] }],
  "silent-since": [{ basis: "realtime", since: MOMENT }],
  "let-go": [{ before: MOMENT }],
  gap: [{ basis: "hour", newest: MOMENT }],
};

const FINDING: FindingFacts = {
  rule: "EXCEED-HOUR",
  status: "provisional",
  outlet: "o1",
  pollutant: "a21026",
  period: PERIOD,
  value: 230.5,
  unit: "mg/m3",
  limit: PERMIT,
  withdrawn: null,
};

const REASONS: Examples<ReasonFacts> = {
  "limit-exceeded": NONE,
  "within-limit": NONE,
  "flagged-data": [{ flag: "D" }],
  "too-few-minutes": [{ valid: 44, required: 45 }],
  "no-usable-oxygen": NONE,
  "unit-mismatch": [{ unit: "ug/m3", limitUnit: "mg/m3" }],
  consented: NONE,
  pending: NONE,
  unreported: NONE,
  "now-consented": NONE,
  "now-pending": NONE,
  "now-unreported": NONE,
  "now-against-refusal": NONE,
  "now-accident": NONE,
  "now-beyond-consent": NONE,
  "now-late-report": NONE,
  "against-refusal": NONE,
  accident: NONE,
  "beyond-consent": NONE,
  "late-report": NONE,
  controlled: NONE,
  "not-controlled": NONE,
  "bypass-open": NONE,
  "bypass-closed": NONE,
  "time-for-marking-over": NONE,
  disputed: NONE,
  "too-few-hours": [{ valid: 19, required: 20 }],
  "negative-value": NONE,
  "implausible-value": NONE,
  "above-limit-but-too-few": [{ valid: 44, required: 45 }],
  "flagged-over-range": [{ minutes: null }, { minutes: 40 }],
  "above-unconfirmed-limit": NONE,
  "exceeded-for-long": [{ hours: 5, few: 3 }],
  "hardly-moves": [{ hours: 300 }],
  "changed-suddenly": [{ times: 4 }],
  "near-its-limit": [{ near: 90, hours: 100 }],
  "higher-at-night": [{ above: 30 }],
  "oxygen-of-air": [{ hours: 130 }],
  "days-repeated": [{ days: 2 }],
  "mean-foreseen": [
    { isUnavoidable: false, minutesLeft: 23, allowed: 84.25, unit: "mg/m3" },
    { isUnavoidable: true, minutesLeft: 5, allowed: 0, unit: "mg/m3" },
  ],
  "not-as-foreseen": NONE,
  "constant-value": [{ hours: 4 }],
  "zero-while-running": NONE,
  "more-than-the-whole": [{ whole: "w21001" }],
  "load-without-flow": NONE,
  "broken-too-often": [{ times: 6, allowed: 5 }],
  "password-guessed": [{ times: 5 }],
  "addresses-in-turn": NONE,
  "nothing-found": NONE,
  "marked-too-late": [{ flag: "D" }, { flag: null }, { flag: null, tag: "device-fault" }],
  "tagged-data": [{ tag: "device-maintenance" }],
  "limit-changed": NONE,
  "no-limit": NONE,
};

const WHY: Examples<WhyFacts> = {
  "other-outlet": NONE,
  "other-pollutant": NONE,
  "period-outside": [{ from: HOUR_START, to: MOMENT }],
  unanswered: [{ submittedAt: HOUR_START }],
  "submitted-late": [{ submittedAt: HOUR_START }],
  returned: NONE,
  refused: NONE,
  "refused-before": [{ decidedAt: HOUR_START }],
  "beyond-place": NONE,
  "beyond-pollutant": NONE,
  "beyond-window": [{ from: HOUR_START, to: MOMENT }],
  "accident-in-time": [{ reportedAt: HOUR_START }],
  "accident-late": [{ reportedAt: MOMENT, dueAt: HOUR_START }],
  "accident-later": [{ from: MOMENT }],
  "accident-over": [{ to: HOUR_START }],
  controlled: [
    { level: "red", share: 0 },
    { level: "orange", share: 0.5 },
  ],
  "consent-without-time": NONE,
  "consented-before": [{ decidedAt: HOUR_START }],
  "consented-late": [{ decidedAt: MOMENT }],
};

const TITLES: Examples<TitleFacts> = {
  finding: [
    FINDING,
    {
      ...FINDING,
      rule: "FUG-UNREPORTED",
      limit: { ...PERMIT, basis: "boundary-hour-mean", source: "GB 16297-1996 表 2（无组织）" },
    },
    { ...FINDING, rule: "FUG-PENDING", pollutant: "a29017", limit: RANGE },
    { ...FINDING, rule: "FUG-CONSENTED", value: null, limit: null },
    { ...FINDING, limit: LOWER, value: 700 },
    { ...FINDING, status: "withdrawn", withdrawn: { code: "too-few-minutes", facts: { valid: 44, required: 45 } } },
  ],
  import: [{ enterprise: "e1", day: "2026-11-23" as BeijingDate }],
  reported: [{ text: "群众反映夜间异味" }],
  told: NONE,
};

const MEASURED = { value: 150, unit: "mg/m3" };
const FORMULA = { air: 21, law: "GB 13271-2014 5.2" };
const OXYGEN = { ...MEASURED, oxygen: 13, reference: 11, ...FORMULA };
const TAGGING = { deadline: MOMENT, law: "公告 2022 年第 21 号" };
const VALIDITY = { flag: "N", validMinutes: 58, required: 45, validity: "valid", law: "HJ 75-2017" } as const;
const DECLARATIONS = { count: 1, standing: "consented", law: "中政办〔2016〕1号" } as const;

const STEPS: Examples<StepFacts> = {
  received: [
    { period: PERIOD, value: 230.5, unit: "mg/m3", flag: "N", versions: 1, seq: 7 },
    { period: PERIOD, value: 230.5, unit: "mg/m3", flag: "N", versions: 2, seq: 7 },
    {
      period: { start: PERIOD.start, end: plus(PERIOD.start, DAY) },
      value: 230.5,
      unit: "mg/m3",
      flag: "N",
      versions: 1,
      seq: 7,
    },
  ],
  "mean-of-minutes": [{ period: PERIOD, value: 230.5, unit: "mg/m3", seq: 7 }],
  "mean-of-hours": [
    { period: PERIOD, value: 52.5, unit: "mg/L", hours: 22, isWeighted: true },
    { period: PERIOD, value: 52.5, unit: "mg/m3", hours: 22, isWeighted: false },
  ],
  "valid-hours": [
    { flag: "N", hours: 22, required: 20, validity: "valid", law: "HJ 76-2017" },
    { flag: "N", hours: 19, required: 20, validity: "too-few", law: "HJ 76-2017" },
    { flag: "D", hours: null, required: 20, validity: "flagged", law: "HJ 76-2017" },
  ],
  "unit-shift": [{ value: 5000, unit: "ug/m3", shifted: 5, limitUnit: "mg/m3" }],
  "times-broken": [
    { times: 6, known: 288, allowed: 5, law: "部令第 10 号（2019）" },
    { times: 5, known: 288, allowed: 5, law: "部令第 10 号（2019）" },
  ],
  "same-value": [{ hours: 4, value: 35.2, unit: "mg/m3", law: "practice of bureaus, 2023-24" }],
  "spoken-against": [{ pollutant: "a19001", value: 9.5, unit: "%", law: "practice of bureaus, 2023-24" }],
  foreseen: [
    {
      ...{ at: instant(Date.parse("2026-11-23T00:37:00Z")), meanSoFar: 109.783, minutesLeft: 23, allowed: 84.25 },
      ...{ value: 112.5, isUnavoidable: false, unit: "mg/m3" },
    },
    {
      ...{ at: instant(Date.parse("2026-11-23T00:55:00Z")), meanSoFar: 150, minutesLeft: 5, allowed: 0 },
      ...{ value: 137.5, isUnavoidable: true, unit: "mg/m3" },
    },
  ],
  "hours-exceeded": [{ hours: 5, known: 24, few: 3, law: "practice of bureaus, 2023-24" }],
  "least-and-greatest": [{ hours: 300, least: 50, greatest: 52, law: "practice of bureaus, 2023-24" }],
  "sudden-changes": [{ times: 4, least: 4, flat: 5, law: "practice of bureaus, 2023-24" }],
  "near-limit": [{ hours: 100, near: 90, from: 85, often: 80, law: "practice of bureaus, 2023-24" }],
  "night-and-day": [{ night: 80, day: 50, nightHours: 104, dayHours: 208, above: 30, law: "practice of bureaus, 2023-24" }],
  "oxygen-contradicted": [{ hours: 140, contradicted: 130, air: 20, law: "practice of bureaus, 2023-24" }],
  "repeated-days": [{ days: 2, known: 13, law: "practice of bureaus, 2023-24" }],
  "noticed-at-door": [{ count: 5 }],
  "late-marks": [{ flag: "D" }, { flag: null }, { flag: null, tag: "device-fault" }],
  tagged: [
    { tag: "device-maintenance", from: instant(1_795_485_600_000), to: instant(1_795_489_200_000), law: "公告 2022 年第 21 号" },
  ],
  validity: [
    VALIDITY,
    { ...VALIDITY, validity: "implausible" },
    { ...VALIDITY, validMinutes: null },
    { ...VALIDITY, flag: "D", validity: "flagged" },
    { ...VALIDITY, validMinutes: 44, validity: "too-few" },
  ],
  limit: [
    { limit: PERMIT, validTo: null, strictest: false },
    { limit: LOWER, validTo: "2027-01-01" as BeijingDate, strictest: true },
    { limit: RANGE, validTo: null, strictest: false },
  ],
  "unit-mismatch": [
    { unit: "ug/m3", limit: PERMIT },
    { unit: "", limit: RANGE },
  ],
  "converted-by-device": [{ ...MEASURED, converted: 190 }],
  converted: [
    { ...OXYGEN, converted: 187.5, high: null },
    { ...OXYGEN, oxygen: 19, converted: 750, high: 19 },
  ],
  "no-oxygen": [{ ...MEASURED, ...FORMULA }],
  "no-reference-oxygen": [{ ...MEASURED, ...FORMULA }],
  "oxygen-unusable": [{ ...OXYGEN, oxygen: 21 }],
  rounded: [
    { value: 50.5, unit: "mg/m3", rounded: 50, decimals: 0 },
    { value: 0.151, unit: "mg/m3", rounded: 0.2, decimals: 1 },
  ],
  comparison: [
    { value: 230.5, limit: PERMIT, outside: true },
    { value: 7, limit: RANGE, outside: false },
  ],
  "tagging-open": [TAGGING],
  "tagging-over": [TAGGING],
  "bypass-seen": [
    { minutes: 4, least: 5 },
    { minutes: 5, least: 5 },
  ],
  declarations: [
    DECLARATIONS,
    { ...DECLARATIONS, count: 0, standing: "unreported" },
    { ...DECLARATIONS, count: 2, standing: "pending" },
  ],
};

const LAW = { code: "law", facts: { provision: "生态环境行政处罚办法（2023）第十八条" } } as const;
const CLOCK = { kind: "triage", at: MOMENT, source: { code: "default", facts: {} } } as const;

const CLOCK_SOURCES: Examples<ClockSourceCodes> = { law: [LAW.facts], default: NONE, approved: NONE };

const OTHER_CASE = { number: "410199-2026-0007" };

const CASE_NOTES: Examples<CaseNoteCodes> = {
  finding: [FINDING],
  "raised-by-level": [{ level: "A3" }],
  lowered: [{ level: "A2" }],
  "all-withdrawn": NONE,
  "end-proposed": NONE,
  "merged-from": [OTHER_CASE],
  "merged-into": [OTHER_CASE],
  "parted-from": [OTHER_CASE],
  "parted-into": [OTHER_CASE],
  "handed-over": [{ from: "g2-a", to: "g1" }],
  overdue: [CLOCK, { ...CLOCK, source: LAW }],
  "next-level": [{ ...CLOCK, after: 4 }],
  supervised: [{ ...CLOCK, after: 24 }],
  "leading-group": [{ ...CLOCK, after: 48 }],
};

/**
 * Example facts by the name under which a file of `words/` exports its table, then by code. Every table with a phrase
 * made of facts has its row.
 */
export const WORD_EXAMPLES: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  REASONS,
  WHY,
  TITLES,
  SHORT_TITLES: TITLES,
  STEPS,
  HALF_MONTH_STEPS: STEPS,
  LEAD_STEPS: STEPS,
  CLOCK_SOURCES,
  CASE_NOTES,
  CLOCK_DOUBT_WORDS: CLOCK_DOUBT_EXAMPLES,
  START_LINE_WORDS: {
    "first-run": [{ link: "http://127.0.0.1:8080/first-run#key" }],
    "demo-is-open": [{ address: "http://127.0.0.1:8080" }],
  },
  NOT_READY_WORDS: NOT_READY_EXAMPLES,
  STORE_TROUBLE_WORDS: STORE_TROUBLE_EXAMPLES,
  EMPTY_SERIES_WORDS: EMPTY_SERIES,
  EMPTY_SERIES_TODO_WORDS: EMPTY_SERIES,
  ...REFUSAL_EXAMPLES,
  ...COMMAND_LINE_EXAMPLES,
  ...REJECTION_EXAMPLES,
};
