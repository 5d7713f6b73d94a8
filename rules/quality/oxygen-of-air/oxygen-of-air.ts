import { FLUE_HUMIDITY, FLUE_TEMPERATURE, FLUE_VELOCITY, GAS_FLOW, OXYGEN } from "../../../core/readings/pollutants.ts";
import { isSameUnit } from "../../../core/readings/units.ts";
import { HOUR, type Instant, SECOND } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import type { Facts, Rule } from "../../register/rule.ts";
import { askHalfMonth, HALF_MONTH_LEAD, sumOf } from "../half-month-lead.ts";
import { startsOfDay, validMean } from "../valid-hour.ts";

const { value: OFTEN, source: LAW } = FIGURES.contradictedOften;
const AIR = FIGURES.oxygenOfAir.value;

/** From these values on another measurement says that hot gas moves; in another unit it says nothing. */
const SIGNS = [
  { pollutant: FLUE_VELOCITY, least: FIGURES.burningVelocity.value, unit: "m/s", factor: 1 },
  { pollutant: FLUE_TEMPERATURE, least: FIGURES.burningTemperature.value, unit: "°C", factor: 1 },
  { pollutant: FLUE_HUMIDITY, least: FIGURES.burningMoisture.value, unit: "%", factor: 1 },
  { pollutant: GAS_FLOW, least: FIGURES.burningFlow.value, unit: "m3/h", factor: 1 },
  { pollutant: GAS_FLOW, least: FIGURES.burningFlow.value, unit: "m3/s", factor: HOUR / SECOND },
] as const;

/**
 * Oxygen of air, above 20 %, for more than 120 hours of a half-month while two or more of velocity, temperature,
 * moisture and flow say that gas is burnt, and in 80 % of the hours in which they do (氧量矛盾): air is let in before the
 * probe, or the plant is said to stand. A lead, A1.
 */
export const OXYGEN_OF_AIR: Rule<"Q18"> = {
  ...HALF_MONTH_LEAD,
  name: "oxygen-of-air",
  says: ["Q18"],
  clause: LAW,
  wants: [OXYGEN, FLUE_VELOCITY, FLUE_TEMPERATURE, FLUE_HUMIDITY, GAS_FLOW].map((of) => ({ fact: "hours", of, before: 0 })),
  appliesTo: ({ outlet, pollutant }) => pollutant === OXYGEN && outlet.kind === "stack",
  count: (facts) => {
    const oxygen = startsOfDay(facts).flatMap((start) => (isGasBurnt(facts, start) ? oxygenOf(facts, start) : []));
    return oxygen.length === 0 ? undefined : [oxygen.length, oxygen.filter((value) => value > AIR).length];
  },
  judge: (facts) =>
    askHalfMonth(OXYGEN_OF_AIR, facts, (days) => {
      const [hours = 0, contradicted = 0] = sumOf(days);
      if (contradicted <= FIGURES.contradictedHours.value || contradicted < OFTEN * hours) return undefined;
      return {
        ...{ value: contradicted, unit: "h", reason: { code: "oxygen-of-air", facts: { hours: contradicted } } },
        step: { code: "oxygen-contradicted", facts: { hours, contradicted, air: AIR, law: LAW } },
      };
    }),
};

function oxygenOf(facts: Facts, start: Instant): readonly number[] {
  const mean = validMean(facts, OXYGEN, start);
  return mean === undefined ? [] : [mean.value];
}

function isGasBurnt(facts: Facts, start: Instant): boolean {
  const signs = SIGNS.filter(({ pollutant, least, unit, factor }) => {
    const mean = validMean(facts, pollutant, start);
    return mean !== undefined && isSameUnit(mean.unit, unit) && mean.value * factor >= least;
  });
  return signs.length >= FIGURES.signsAgainstOxygen.value;
}
