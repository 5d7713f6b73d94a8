/**
 * What ought to be found after a history, worked out anew from the history alone: own arithmetic (fractions), no code
 * of the product. It takes from the law and from decision 11:
 *
 * HJ 75-2017: an hour mean is valid with 45 valid minutes where minutes are known; only flags N and 3 count.
 *
 * HJ 76-2017: a day mean is valid with 20 valid hours where hours are known; water is weighted with what ran.
 *
 * GB 13271-2014 5.2: C × (21 − O₂ reference) / (21 − O₂ measured), never judged at 21 % and more. The device's own
 * converted value goes before.
 *
 * 公告 2022 年第 21 号: data may be marked until noon of the next day in Beijing; then provisional A2 is confirmed A3.
 *
 * Equal to the limit keeps it. A period is judged by the rows in force on its day, under the newest registry; rows that
 * are a guess (G) never judge. ug, mg and g per m3 are compared in one unit. Results have twelve digits.
 *
 * Consent counts from when it was given, for what of its window began then or later; windows cover together. What a
 * consent nearly covers, a refusal forbids or a declaration says too late is said so (decision 27).
 *
 * Decision 11 [D]: a minute is missing an hour after the end of its period; marks count until that noon, or for 24
 * hours where a period was first heard of later, then only another value revises. In force is what the source said
 * last. Findings of A2 and above of one outlet, pollutant and family less than 24 hours apart are one incident.
 */
import { compare, decimal, dividedBy, type Fraction, fraction, minus, times } from "./fraction.ts";
import { CHANNELS, DAY, type Event, type Factor, FIRST_DAY, type LimitRow } from "./history.ts";
import { dayMean, HOUR, hourMean, type Mean } from "./means.ts";
import { heard, inForce, isNoMeasurement, isUsable, type Known, lastMarkAt, midnightOf, noonAfter } from "./periods.ts";

export interface Found {
  readonly id: string;
  readonly status: string;
  readonly level: string;
  readonly value: number;
  readonly isDisputed: boolean;
}

export interface Expected {
  readonly findings: readonly Found[];
  /** What pages show of each period of which anything may be said: `basis outlet pollutant start` and the word. */
  readonly words: readonly string[];
  readonly incidents: readonly string[];
}

interface Declared {
  readonly from: number;
  readonly to: number;
  readonly submittedAt: number;
  state: "submitted" | "consent" | "refuse" | "return";
  decidedAt: number;
}

interface World {
  readonly now: number;
  readonly hours: ReadonlyMap<string, Known>;
  readonly days: ReadonlyMap<string, Known>;
  readonly limits: readonly LimitRow[];
  readonly declared: readonly Declared[];
}

interface Judged {
  readonly findings: readonly Found[];
  readonly word?: string;
}

const NOTHING: Judged = { findings: [] };

/** What stands after the last event of the history. */
export function expectedAfter(history: readonly Event[]): Expected {
  const world = worldAfter(history);
  const factors = Object.keys(CHANNELS) as readonly Factor[];
  const starts = [...new Set([...world.hours.values(), ...world.days.values()].map((known) => known.start))];
  const hours = [...new Set([...starts, ...starts.flatMap((start) => [1, 2, 3].map((n) => start + n * HOUR))])];
  const days = [...new Set(starts.map(midnightOf))];
  const periods = factors.flatMap((factor) => [
    ...hours.map((start) => ({ factor, start, basis: "hour", judged: judgeHour(world, factor, start) })),
    ...days.map((start) => ({ factor, start, basis: "day", judged: judgeDay(world, factor, start) })),
  ]);
  const words = periods.flatMap(({ factor, start, basis, judged: { word } }) =>
    word === undefined ? [] : [`${basis} ${CHANNELS[factor].outlet} ${factor} ${iso(start)} ${word}`],
  );
  const findings = periods.flatMap(({ judged }) => judged.findings);
  return { findings: findings.sort((a, b) => (a.id < b.id ? -1 : 1)), words: words.sort(), incidents: incidentsOf(findings) };
}

function worldAfter(history: readonly Event[]): World {
  const [hours, days] = [new Map<string, Known>(), new Map<string, Known>()];
  const declared: Declared[] = [];
  let limits: readonly LimitRow[] = [];
  for (const [entry, event] of history.entries()) {
    if (event.kind === "limits") limits = event.limits;
    if (event.kind === "declare") {
      declared.push({ from: event.from, to: event.to, submittedAt: event.at, state: "submitted", decidedAt: 0 });
    }
    const answered = event.kind === "answer" ? declared[event.declaration] : undefined;
    if (event.kind === "answer" && answered?.state === "submitted") {
      [answered.state, answered.decidedAt] = [event.decision, event.at];
    }
    if (event.kind !== "readings") continue;
    const bytes = JSON.stringify(event.readings);
    for (const { at, basis, sent, values } of event.readings) {
      for (const [factor, value] of Object.entries(values)) {
        const saying = { ...value, at: event.at, entry, bytes, ...(sent !== undefined && { sent }) };
        const [all, start] = basis === "day" ? [days, midnightOf(at)] : [hours, Math.floor(at / HOUR) * HOUR];
        const key = `${factor} ${start}`;
        all.set(key, heard(all.get(key), start, saying, basis === "minute" ? at : undefined));
      }
    }
  }
  return { now: history.at(-1)?.at ?? FIRST_DAY, hours, days, limits, declared };
}

/** The rows that judge a period of this kind that began then, the strictest first. */
function rowsFor({ limits }: World, factor: Factor, basis: LimitRow["basis"], start: number): readonly LimitRow[] {
  const date = new Date(start + 8 * HOUR).toISOString().slice(0, 10);
  return limits
    .filter((row) => row.pollutant === factor && row.basis === basis && row.confidence !== "G")
    .filter((row) => row.validFrom <= date && (row.validTo === null || date < row.validTo))
    .sort((a, b) => compare(inMilligrams(fraction(a.value), a.unit), inMilligrams(fraction(b.value), b.unit)));
}

function inMilligrams(value: Fraction, unit: string): Fraction {
  if (unit === "ug/m3") return dividedBy(value, fraction(1000));
  return unit === "g/m3" ? times(value, fraction(1000)) : value;
}

interface Comparison {
  readonly word: "exceeding" | "compliant" | "cannot-judge";
  readonly value: number;
}

function compareWith(world: World, factor: Factor, mean: Mean, rows: readonly LimitRow[], start: number): Comparison {
  const { unit } = CHANNELS[factor];
  const rowWise = rows.map((row): Comparison => {
    const value = row.oxygenReference === undefined ? mean.value : converted(world, mean, row.oxygenReference, start);
    if (value === undefined) return { word: "cannot-judge", value: Number.NaN };
    const [ours, theirs] = [inMilligrams(value, unit), inMilligrams(fraction(row.value), row.unit)];
    const inRowsUnit = row.unit === "g/m3" ? dividedBy(ours, fraction(1000)) : ours;
    return { word: compare(ours, theirs) > 0 ? "exceeding" : "compliant", value: decimal(inRowsUnit) };
  });
  const first = (word: Comparison["word"]) => rowWise.find((row) => row.word === word);
  return first("exceeding") ?? first("cannot-judge") ?? (rowWise[0] as Comparison);
}

function converted({ hours, now }: World, mean: Mean, reference: number, start: number): Fraction | undefined {
  if (mean.converted !== undefined) return mean.converted;
  const oxygen = hourMean(hours.get(`a19001 ${start}`), now);
  if (oxygen?.validity !== "valid" || compare(oxygen.value, fraction(21)) >= 0) return undefined;
  return dividedBy(times(mean.value, minus(fraction(21), fraction(reference))), minus(fraction(21), oxygen.value));
}

function judgeHour(world: World, factor: Factor, start: number): Judged {
  const { now } = world;
  const hour = world.hours.get(`${factor} ${start}`);
  const mean = hourMean(hour, now);
  if (hour === undefined || mean === undefined) return NOTHING;
  const id = (rule: string) => `${CHANNELS[factor].outlet}:${factor}:${rule}:${iso(start)}`;
  const isBoundary = CHANNELS[factor].outlet === "e1-B1";
  const rows = rowsFor(world, factor, isBoundary ? "boundary-hour-mean" : "hour-mean", start);
  const compared = rows.length === 0 ? undefined : compareWith(world, factor, mean, rows, start);
  const isOver = compared?.word === "exceeding";
  const asLead = { level: "A1", status: now >= lastMarkAt(hour) ? "confirmed" : "provisional", isDisputed: false };
  const findings: Found[] = [];
  const value = compared?.value ?? Number.NaN;
  if (mean.validity === "too-few" && isOver) findings.push({ id: id("Q01"), ...asLead, value });
  if (mean.validity === "implausible") findings.push({ id: id("Q06"), ...asLead, value: decimal(mean.value) });
  if (isConstant(world, factor, start)) findings.push({ id: id("Q03"), ...asLead, value: decimal(mean.value) });
  if (hour.isDisputed && isOver && (mean.validity === "valid" || mean.validity === "too-few")) {
    findings.push({ id: id("Q25"), ...asLead, status: "confirmed", value });
  }
  if (compared === undefined) return { findings };
  if (mean.validity !== "valid") return { findings, word: "cannot-judge" };
  if (!isOver) return { findings, word: compared.word };
  const found = isBoundary
    ? fugitive(world, spanAbove(world, factor, rows, start))
    : exceedance("EXCEED-HOUR", now >= noonAfter(start));
  const { rule, ...standing } = found;
  findings.push({ id: id(rule), ...standing, value, isDisputed: hour.isDisputed });
  return { findings, word: standing.status === "exempted" ? "exempt" : "exceeding" };
}

function exceedance(rule: string, isConfirmed: boolean) {
  return { rule, status: isConfirmed ? "confirmed" : "provisional", level: isConfirmed ? "A3" : "A2" };
}

function isConstant({ hours, now }: World, factor: Factor, start: number): boolean {
  const means = [0, 1, 2, 3].map((back) => hourMean(hours.get(`${factor} ${start - back * HOUR}`), now));
  const [last] = means;
  if (last === undefined || last.value.over < 0n) return false;
  return means.every((mean) => mean?.validity === "valid" && decimal(mean.value) === decimal(last.value));
}

/** From the first ten minutes above a limit to the end of the last; the whole hour where no minutes show it. */
function spanAbove({ hours }: World, factor: Factor, rows: readonly LimitRow[], start: number) {
  const known = hours.get(`${factor} ${start}`)?.minutes ?? new Map();
  const above = [...known].flatMap(([at, contents]) => {
    const said = inForce(contents);
    if (said === undefined || !isUsable(said) || isNoMeasurement(said)) return [];
    const value = inMilligrams(fraction(said.value), CHANNELS[factor].unit);
    return rows.some((row) => compare(value, inMilligrams(fraction(row.value), row.unit)) > 0) ? [at] : [];
  });
  if (above.length === 0) return { start, end: start + HOUR };
  return { start: Math.min(...above), end: Math.max(...above) + HOUR / 6 };
}

/** What the declarations make of an emission, by the table of C4. */
function fugitive({ declared, now }: World, { start, end }: { readonly start: number; readonly end: number }) {
  const onset = ({ from }: Declared) => Math.max(from, start);
  const within = declared.filter(({ from, to }) => from < end && to > start);
  const beside = declared.filter(({ from, to }) => !(from < end && to > start) && start - to < DAY && from - end < DAY);
  const consented = within.filter((d) => d.state === "consent" && d.decidedAt <= onset(d));
  const waiting = within.filter((d) => d.state === "submitted" && d.submittedAt <= onset(d));
  const isRefused = within.some((d) => d.state === "refuse" && d.decidedAt <= onset(d));
  const isBeside = beside.some((d) => d.state === "consent" && d.decidedAt <= start);
  const late = within.filter((d) => (d.state === "submitted" || d.state === "consent") && d.submittedAt > onset(d));
  const confirmed = { status: "confirmed", level: "A3" };
  if (isCovered(start, end, consented)) return { rule: "FUG-CONSENTED", status: "exempted", level: "A0" };
  if (isRefused) return { rule: "FUG-AGAINST-REFUSAL", status: "confirmed", level: "A4" };
  if (isCovered(start, end, [...consented, ...waiting])) return { rule: "FUG-PENDING", status: "provisional", level: "A2" };
  if (consented.length > 0 || isBeside) return { rule: "FUG-BEYOND-CONSENT", ...confirmed };
  if (late.length > 0) {
    return { rule: "FUG-LATE-REPORT", ...confirmed, level: late.some(({ submittedAt }) => submittedAt < end) ? "A2" : "A3" };
  }
  const isOpen = now < start + HOUR;
  return { rule: "FUG-UNREPORTED", ...(isOpen ? { status: "provisional", level: "A2" } : confirmed) };
}

/** Each minute of the hour lies in a window; windows begin and end with minutes. */
function isCovered(start: number, end: number, windows: readonly Declared[]): boolean {
  for (let minute = start; minute < end; minute += 60_000) {
    if (!windows.some(({ from, to }) => from <= minute && minute < to)) return false;
  }
  return true;
}

function judgeDay(world: World, factor: Factor, start: number): Judged {
  const { findings, ...judged } = judgeDayMean(world, factor, start);
  return { ...judged, findings: [...findings, ...longExceedance(world, factor, start)] };
}

/** More than three exceeded hours in a day are a lead. */
function longExceedance(world: World, factor: Factor, start: number): readonly Found[] {
  const hours = Array.from({ length: 24 }, (_, i) => judgeHour(world, factor, start + i * HOUR));
  const value = hours.filter(({ findings }) => findings.some(({ id }) => id.includes(":EXCEED-HOUR:"))).length;
  if (value <= 3) return [];
  const id = `${CHANNELS[factor].outlet}:${factor}:Q10:${iso(start)}`;
  const status = world.now >= noonAfter(start) ? "confirmed" : "provisional";
  return [{ id, status, level: "A1", value, isDisputed: false }];
}

function judgeDayMean(world: World, factor: Factor, start: number): Judged {
  const { now, hours, days } = world;
  const day = days.get(`${factor} ${start}`);
  const rows = rowsFor(world, factor, "day-mean", start);
  const ofDay = (name: Factor) => Array.from({ length: 24 }, (_, i) => hours.get(`${name} ${start + i * HOUR}`));
  const flows = CHANNELS[factor].outlet === "e1-DW001" ? ofDay("w00000") : undefined;
  const mean = dayMean(day, start, { hours: ofDay(factor), flows, now });
  if (rows.length === 0 || mean === undefined) return NOTHING;
  if (mean.validity !== "valid") return { findings: [], word: "cannot-judge" };
  const { word, value } = compareWith(world, factor, mean, rows, start);
  if (word !== "exceeding") return { findings: [], word };
  const { rule, ...standing } = exceedance("EXCEED-DAY", now >= noonAfter(start));
  const id = `${CHANNELS[factor].outlet}:${factor}:${rule}:${iso(start)}`;
  return { findings: [{ id, ...standing, value, isDisputed: day?.isDisputed === true }], word };
}

/** Runs of findings that stand, each less than a day from the next: what they are of, their span and their levels. */
function incidentsOf(findings: readonly Found[]): readonly string[] {
  const tracks = new Map<string, { readonly from: number; readonly to: number; readonly level: string }[]>();
  for (const { id, status, level } of findings) {
    if (level < "A2" || status === "exempted") continue;
    const [outlet, pollutant, rule = ""] = id.split(":");
    const from = Date.parse(id.split(":").slice(3).join(":"));
    const track = `${outlet} ${pollutant} ${rule.startsWith("FUG") ? "fugitive" : "exceedance"}`;
    const one = { from, to: from + (rule === "EXCEED-DAY" ? DAY : HOUR), level };
    tracks.set(track, [...(tracks.get(track) ?? []), one]);
  }
  return [...tracks].flatMap(([track, all]) => runsOf(all).map((run) => `${track} ${run}`)).sort();
}

function runsOf(all: readonly { readonly from: number; readonly to: number; readonly level: string }[]): readonly string[] {
  const runs: { from: number; to: number; A2: number; A3: number }[] = [];
  for (const { from, to, level } of [...all].sort((a, b) => a.from - b.from)) {
    const last = runs.at(-1);
    const run = last !== undefined && from - last.to < DAY ? last : { from, to, A2: 0, A3: 0 };
    if (run !== last) runs.push(run);
    run.to = Math.max(run.to, to);
    run[level as "A2"] += 1;
  }
  return runs.map(({ from, to, A2, A3 }) => `${iso(from)} ${iso(to)} ${A2} ${A3}`);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
