import { PERIOD_BASES } from "../core/judging/period.ts";
import type { PeriodVerdict, RecordsView } from "../core/records/records.ts";
import { rowsPut } from "../core/registry/registry-edit.ts";
import { FIRST_INSTANT, formatIso, LAST_INSTANT } from "../core/time.ts";

/** Keys that only one side has, or whose texts differ. */
export function differingKeys(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
}

/**
 * Periods of which two sets of records say something different, target by target: an installation of many years has
 * millions of them. A target is an outlet and pollutant that any version of the registry has known.
 */
export async function differingVerdicts(stored: RecordsView, judgedAgain: RecordsView): Promise<readonly string[]> {
  const different: string[] = [];
  const targets = new Set([...(await targetsOf(stored)), ...(await targetsOf(judgedAgain))]);
  for (const target of targets) {
    const [before, after] = [await verdictsOf(stored, target), await verdictsOf(judgedAgain, target)];
    different.push(...differingKeys(before, after));
  }
  return different;
}

/** `outlet pollutant`; neither has a blank in it. */
async function targetsOf(records: RecordsView): Promise<readonly string[]> {
  const steps = await records.registrySteps(0);
  const places = steps.flatMap((step) => [...rowsPut(step, "channels"), ...rowsPut(step, "limits")]);
  return places.map(({ outlet, pollutant }) => `${outlet} ${pollutant}`);
}

async function verdictsOf(records: RecordsView, target: string): Promise<ReadonlyMap<string, string>> {
  const [outlet = "", pollutant = ""] = target.split(" ");
  const texts = new Map<string, string>();
  for (const basis of PERIOD_BASES) {
    const verdicts = await records.verdicts({ outlet, pollutant, basis, from: FIRST_INSTANT, to: LAST_INSTANT });
    for (const verdict of verdicts) texts.set(`verdict ${basis} ${target} ${formatIso(verdict.start)}`, textOf(verdict));
  }
  return texts;
}

/** The fields in one order, in whatever order a store gives them. */
function textOf({ verdict, validity, value, limitId, limitValue }: PeriodVerdict): string {
  return JSON.stringify([verdict, validity, value, limitId, limitValue]);
}
