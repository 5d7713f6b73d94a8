import { loadScenario, prepareScenario, scenarioNames } from "../../simulators/scenarios/load-scenario.ts";
import { playScenario } from "./play-scenario.ts";
import { scoreScenario } from "./score-scenario.ts";
import type { Played } from "./sum-scores.ts";

const FIRST_SEED = 910_001;

/** Seeds that nobody looked at while making a rule. Those of tuning stand in the files of the scenarios. */
export const SCORING_SEEDS: readonly number[] = Array.from({ length: 20 }, (_, i) => FIRST_SEED + i);
/** Those that CI plays again. */
export const SAMPLE_SEEDS: readonly number[] = SCORING_SEEDS.slice(0, 2);

/** Plays every scenario with every seed. */
export async function playLibrary(
  seeds: readonly number[],
  { names = scenarioNames(), onPlayed }: { readonly names?: readonly string[]; readonly onPlayed?: (name: string) => void } = {},
): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (const name of names) {
    const read = loadScenario(name);
    if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.error)}`);
    for (const seed of seeds) {
      const prepared = prepareScenario(read.value, { seed });
      played.push({ scenario: name, seed, ...scoreScenario(prepared.truth, await playScenario(prepared)) });
    }
    onPlayed?.(name);
  }
  return played;
}
