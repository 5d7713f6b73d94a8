import { HOUR, type Instant } from "../../core/time.ts";
import { type ScenarioStation, spanOf } from "./scenario-plants.ts";
import type { Scenario, ScenarioAccident, ScenarioDeclaration } from "./scenario-schema.ts";

/** How an unorganised emission stood with the bureau when its hour began, the word that counts first first. */
export const EMISSION_TRUTHS = ["consented", "refused", "accident", "pending", "beyond-consent", "late", "undeclared"] as const;

export type EmissionTruth = (typeof EMISSION_TRUTHS)[number];

/** An hour at a place. */
export interface EmissionHour {
  readonly scenario: Scenario;
  readonly station: ScenarioStation;
  readonly factor: string;
  readonly start: Instant;
  readonly at: Instant;
}

/** True when something escaped there in the hour. */
export function escapes({ scenario, station, factor, at, start }: EmissionHour): boolean {
  return scenario.events.some((e) => {
    const isBypass = e.kind === "bypass-open" && e.plant === station.plant.id;
    const isHere =
      station.kind === "bypass"
        ? isBypass
        : station.kind === "boundary" && (e.kind === "release" ? e.outlet === station.outlet && e.factor === factor : isBypass);
    const { start: from, end: to } = spanOf(e, start);
    return isHere && from < at + HOUR && at < to;
  });
}

/**
 * How it stood. Consent counts from when it is given and for what it names; no answer is no consent, and what is said
 * after the fact is late.
 */
export function standingAt(hour: EmissionHour): EmissionTruth {
  const { scenario, station } = hour;
  const said = [
    ...scenario.declarations.filter((d) => d.plant === station.plant.id).map((d) => declaredAs(d, hour)),
    ...scenario.accidents.filter((a) => a.outlets.includes(station.outlet)).map((a) => reportedAs(a, hour)),
  ];
  return EMISSION_TRUTHS.find((word) => said.includes(word)) ?? "undeclared";
}

/** True while the plant is under an order of a heavy-pollution day. */
export function isControlled({ scenario, station, at, start }: EmissionHour): boolean {
  const hour = hourOf(at, start);
  return scenario.controls.some((c) => c.plants.includes(station.plant.id) && c.fromHour < hour + 1 && hour < c.toHour);
}

function hourOf(at: Instant, start: Instant): number {
  return (at - start) / HOUR;
}

/** A consented window that misses by less than this is one that was overrun. */
const BESIDE_HOURS = 24;

function declaredAs(declaration: ScenarioDeclaration, { station, factor, at, start }: EmissionHour): EmissionTruth {
  const { outlets, pollutants, fromHour, toHour, decision } = declaration;
  const { decidedHour = Number.POSITIVE_INFINITY } = declaration;
  const hour = hourOf(at, start);
  const isInWindow = fromHour <= hour && hour + 1 <= toHour;
  const fits = [outlets.includes(station.outlet), station.kind === "bypass" || pollutants.includes(factor), isInWindow];
  const misses = fits.filter((fit) => !fit).length;
  if (decision === "consent" && decidedHour <= hour) return consentedAs(misses, declaration, hour);
  return misses > 0 ? "undeclared" : requestedAs(declaration, hour);
}

function consentedAs(misses: number, { fromHour, toHour }: ScenarioDeclaration, hour: number): EmissionTruth {
  if (misses === 0) return "consented";
  const isNear = fromHour - (hour + 1) < BESIDE_HOURS && hour - toHour < BESIDE_HOURS;
  return misses === 1 && isNear ? "beyond-consent" : "undeclared";
}

/** A request that fits and to which nobody consented before the hour. */
function requestedAs({ decision, decidedHour, submittedHour }: ScenarioDeclaration, hour: number): EmissionTruth {
  if (decision === "refuse") return decidedHour !== undefined && decidedHour <= hour ? "refused" : "undeclared";
  if (decision === "return") return "undeclared";
  if (submittedHour > hour) return "late";
  return decision === "none" ? "pending" : "undeclared";
}

/** The enterprise has an hour from when the accident began. */
function reportedAs(
  { atHour, reportedHour, finalHour = Number.POSITIVE_INFINITY }: ScenarioAccident,
  { at, start }: EmissionHour,
): EmissionTruth {
  const hour = hourOf(at, start);
  if (atHour > hour || finalHour <= hour) return "undeclared";
  return reportedHour - atHour <= 1 ? "accident" : "late";
}
