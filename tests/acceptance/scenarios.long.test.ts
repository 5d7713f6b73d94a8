import { expect, test } from "vitest";
import { formatIso, HOUR, plus } from "../../core/time.ts";
import { FUG_RULES } from "../../scripts/score/score-scenario.ts";
import { playScript } from "../../simulators/player/play-script.ts";
import { loadScenario, type PreparedScenario, prepareScenario } from "../../simulators/scenarios/load-scenario.ts";
import type { ScriptAct } from "../../simulators/scenarios/scenario-script.ts";
import type { TruthHour } from "../../simulators/scenarios/scenario-truth.ts";
import { Product } from "../support/product.ts";

interface FoundHour {
  readonly rule: string;
  readonly outlet: string;
  readonly pollutant: string;
  readonly status: string;
  readonly period: { readonly start: string };
}

function prepared(name: string): PreparedScenario {
  const read = loadScenario(name);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return prepareScenario(read.value);
}

/** A product whose clock stands at the beginning of the scenario, with its registry. */
async function startProduct({ start, registry }: PreparedScenario): Promise<Product> {
  const product = await Product.start({ env: { OUTFALL_CLOCK: `manual:${formatIso(start)}` } });
  const answer = await product.ask("PUT", "/api/v1/registry", registry);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return product;
}

/**
 * Plays a scenario as fast as it is acknowledged; the product's clock goes with it from one act of people to the next,
 * and to its end.
 */
async function play(product: Product, { script, start, scenario }: PreparedScenario): Promise<void> {
  const end = plus(start, (scenario.hours + 3) * HOUR);
  const bureau = await product.tokenFor(["bureau-staff"], { cells: ["g1"] });
  const ids = new Map<number, string>();
  const report = await playScript(script, {
    ...product.doors,
    speed: "max",
    start,
    beforeStretch: async (until) => void (await product.ask("POST", "/api/v1/test/clock", { to: formatIso(until ?? end) })),
    act: async (act) => {
      await settled(product, start);
      await doAct(product, act, { ids, bureau, start });
    },
  });
  expect(report.acknowledged + report.refused + report.unanswerable).toBe(report.sent);
  await settled(product, start);
}

async function doAct(
  product: Product,
  act: ScriptAct,
  known: { readonly ids: Map<number, string>; readonly bureau: string; readonly start: PreparedScenario["start"] },
): Promise<void> {
  if (act.kind !== "declare" && act.kind !== "decide") throw new Error(`${act.kind} is played in process only`);
  const { kind, index, declaration: d } = act;
  if (kind === "decide") {
    const path = `/api/v1/declarations/${known.ids.get(index)}/decision`;
    expect((await product.ask("POST", path, { decision: d.decision, reason: "演示" }, known.bureau)).status).toBe(200);
    return;
  }
  const specialist = await product.tokenFor(["enterprise-specialist"], { enterprise: d.plant });
  const { outlets, pollutants, cause } = d;
  const [from, to] = [d.fromHour, d.toHour].map((hour) => formatIso(plus(known.start, hour * HOUR)));
  const body = { enterprise: d.plant, outlets, pollutants, cause, from, to, measures: "封闭作业" };
  const declared = await product.ask("POST", "/api/v1/declarations", body, specialist);
  expect(declared.status).toBe(201);
  known.ids.set(index, declared.body.id);
}

/** Waits until every message of the scenario's two days is decoded and judged. */
async function settled(product: Product, start: PreparedScenario["start"]): Promise<void> {
  for (const at of [start, plus(start, 24 * HOUR)]) {
    const day = formatIso(plus(at, 8 * HOUR)).slice(0, 10);
    await product.until(
      async () => (await product.ask("GET", `/api/v1/messages/account?day=${day}`)).body,
      (account: { pending: number }) => account.pending === 0,
    );
  }
  await product.judged();
}

/** What was found and stands, hour by hour, of the given hours. */
async function foundHours(product: Product, hours: ReadonlySet<string>): Promise<readonly string[]> {
  const { items } = (await product.ask("GET", "/api/v1/findings?limit=200")).body as { items: readonly FoundHour[] };
  return (
    items
      // That an hour was foreseen to exceed says nothing of what it became.
      .filter(({ rule, status }) => status !== "withdrawn" && !rule.startsWith("FORECAST"))
      .filter((f) => hours.has(`${f.outlet} ${f.pollutant} ${f.period.start}`))
      .map((f) => `${f.rule} ${f.outlet} ${f.pollutant} ${f.period.start}`)
      .toSorted()
  );
}

const placeOf = (h: TruthHour): string => `${h.outlet} ${h.pollutant} ${h.start}`;

/** What truth calls for in an hour from which this edition's rules can know it. */
function ruleOf({ exceeds, data, sent, emission }: TruthHour): string | undefined {
  if (!exceeds || data !== "sound" || sent === "never" || sent === "unreadable") return undefined;
  return emission === "none" ? "EXCEED-HOUR" : FUG_RULES[emission];
}

test.each([
  ["treatment-failure", 3],
  ["compliant-at-the-limit", 0],
  ["boundary-treatment-off", 4],
  ["emission-consented", 2],
  ["emission-pending", 2],
  ["emission-late-declaration", 2],
  ["emission-beyond-consent", 2],
  ["link-lost-backfilled", 1],
  ["never-backfilled", 0],
  ["corrected", 1],
  ["flagged-invalid", 2],
  ["edition-2005", 1],
  ["split-packets", 1],
  ["line-noise", 1],
  ["headers-odd", 1],
  ["lengths-wrong", 1],
  ["end-label", 1],
  ["treatment-late", 2],
  ["clock-wrong", 0],
])("%s: what is found is what really happened, hour by hour (%i hours)", async (name, count) => {
  const scenario = prepared(name);
  // Of hours whose data lie, no rule that looks at one hour can know the truth.
  const knowable = scenario.truth.hours.filter((h) => h.data !== "distorted");
  await using product = await startProduct(scenario);

  await play(product, scenario);
  const expected = knowable.flatMap((h) => (ruleOf(h) === undefined ? [] : [`${ruleOf(h)} ${placeOf(h)}`])).toSorted();
  const found = await product.until(
    () => foundHours(product, new Set(knowable.map(placeOf))),
    (hours) => hours.length >= expected.length,
  );

  expect(found).toEqual(expected);
  expect(found).toHaveLength(count);
});
