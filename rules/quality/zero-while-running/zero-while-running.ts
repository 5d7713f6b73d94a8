import { OXYGEN, WATER_FLOW } from "../../../core/readings/pollutants.ts";
import { FIGURES } from "../../../limits/figures.ts";
import type { KnownHour } from "../../period/hour-validity.ts";
import type { Rule } from "../../register/rule.ts";
import { askHour, HOUR_LEAD, type HourLead, spokenAgainst } from "../hour-lead.ts";
import { isConcentration, running, signOfRunning } from "../valid-hour.ts";

const { source: LAW } = FIGURES.runningOxygen;

/**
 * A valid hour mean of a concentration of exactly zero while the plant runs (零值). That it runs is said by the oxygen of
 * its stack, or by water that flows; where neither is measured, nothing is said. A lead, A1.
 */
export const ZERO_WHILE_RUNNING: Rule<"Q04"> = {
  ...HOUR_LEAD,
  name: "zero-while-running",
  says: ["Q04"],
  version: "1",
  clause: LAW,
  wants: [
    { fact: "hours", of: "self", before: 0 },
    { fact: "hours", of: OXYGEN, before: 0 },
    { fact: "hours", of: WATER_FLOW, before: 0 },
  ],
  appliesTo: ({ outlet, bases }) => bases.size > 0 && (outlet.kind === "stack" || outlet.kind === "effluent"),
  judge: (facts) => {
    const sign = signOfRunning(facts.outlet);
    const find = ({ mean, validity }: KnownHour): HourLead | undefined => {
      const isZero = validity.validity === "valid" && mean.value === 0 && isConcentration(mean.unit);
      const ran = isZero ? running(facts) : undefined;
      return ran && { reason: { code: "zero-while-running", facts: {} }, step: spokenAgainst(sign, ran, LAW) };
    };
    return askHour(ZERO_WHILE_RUNNING, facts, find, [sign]);
  },
};
