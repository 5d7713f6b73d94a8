import type { IncomingRegistry } from "../../core/registry/incoming-registry.ts";
import { formatIso, HOUR, type Instant, plus } from "../../core/time.ts";
import { EXAMPLE_MEASURES } from "../../simulators/scenarios/example-measures.ts";
import type { PreparedScenario } from "../../simulators/scenarios/load-scenario.ts";
import type { ScriptAct } from "../../simulators/scenarios/scenario-script.ts";
import type { Config } from "../config.ts";
import { askProduct } from "./ask-product.ts";
import { productUrl } from "./product-doors.ts";
import { UsageError } from "./usage-error.ts";

/** Puts the scenario's registry in the place of the product's. */
export async function importRegistry(config: Config, registry: IncomingRegistry): Promise<void> {
  await ask(config, { method: "PUT", path: "/api/v1/registry", body: registry, token: adminToken(config) });
}

/**
 * Does over HTTP what people do in the scenario: specialists declare, the bureau decides, each with a token of its
 * role. The product's clock says when, so consent counts from the moment at which it is really given.
 */
export async function declarer(
  config: Config,
  { scenario, start }: PreparedScenario,
): Promise<(act: ScriptAct) => Promise<void>> {
  const admin = adminToken(config);
  const tokenOf = async (roles: readonly string[], scope: object): Promise<string> => {
    const body = { name: "simulate", roles, cells: [], enterprise: null, person: null, expiresAt: null, ...scope };
    return String((await ask(config, { method: "POST", path: "/api/v1/tokens", body, token: admin }))["token"]);
  };
  const bureau = await tokenOf(["bureau-staff"], { cells: ["g1"] });
  const specialists = new Map<string, string>();
  for (const { id } of scenario.plants) specialists.set(id, await tokenOf(["enterprise-specialist"], { enterprise: id }));
  const ids = new Map<string, string>();
  return async (act) => {
    const { path, body, by, names } = requestOf(act, { start, note: scenario.title.zh }, (key) => ids.get(key) ?? "");
    const token = by === BUREAU ? bureau : (specialists.get(by) ?? "");
    const answer = await ask(config, { method: "POST", path: `/api/v1/${path}`, body, token });
    if (names !== undefined) ids.set(names, String(answer["id"]));
  };
}

const BUREAU = "bureau";

/** What is asked of the product, by whom (the bureau, or the specialist of a plant), and what its answer is called. */
interface ActRequest {
  readonly path: string;
  readonly body: unknown;
  readonly by: string;
  readonly names?: string;
}

function requestOf(
  act: ScriptAct,
  { start, note }: { readonly start: Instant; readonly note: string },
  idOf: (name: string) => string,
): ActRequest {
  const time = (hour: number): string => formatIso(plus(start, Math.round(hour * HOUR)));
  const names = `${act.kind === "decide" ? "declare" : "report-accident"} ${act.index}`;
  switch (act.kind) {
    case "declare": {
      const { plant, outlets, pollutants, cause, fromHour, toHour } = act.declaration;
      const window = { from: time(fromHour), to: time(toHour) };
      const body = { enterprise: plant, outlets, pollutants, cause, ...window, measures: EXAMPLE_MEASURES, note };
      return { path: "declarations", body, by: plant, names: `declare ${act.index}` };
    }
    case "decide": {
      const body = { decision: act.declaration.decision, reason: note };
      return { path: `declarations/${idOf(names)}/decision`, body, by: BUREAU };
    }
    case "report-accident": {
      const { plant, outlets, atHour } = act.accident;
      const body = { enterprise: plant, outlets, at: time(atHour), description: note };
      return { path: "accidents", body, by: plant, names };
    }
    case "end-accident":
      return { path: `accidents/${idOf(names)}/reports`, body: { kind: "final", text: note }, by: act.accident.plant };
    case "order-control": {
      const { plants: enterprises, level, share, fromHour, toHour } = act.control;
      const body = { enterprises, level, share, from: time(fromHour), to: time(toHour), note };
      return { path: "control-orders", body, by: BUREAU };
    }
  }
}

function adminToken({ adminToken: token }: Config): string {
  if (token === undefined) throw UsageError.wrong({ of: "OUTFALL_ADMIN_TOKEN", code: "token-needed", facts: {} });
  return token.reveal();
}

async function ask(
  config: Config,
  request: { readonly method: string; readonly path: string; readonly body: unknown; readonly token: string },
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await askProduct({ ...request, product: productUrl(config), body: JSON.stringify(request.body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${request.method} ${request.path}: ${answer.status} ${text.slice(0, 1_000)}`);
  return text === "" ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}
