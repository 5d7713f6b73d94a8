import type { IncomingRegistry } from "../../core/registry/incoming-registry.ts";
import { formatIso, HOUR, plus } from "../../core/time.ts";
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
  const ids = new Map<number, string>();
  return async ({ kind, index, declaration: d }) => {
    if (kind === "declare") {
      const body = {
        enterprise: d.plant,
        outlets: d.outlets,
        pollutants: d.pollutants,
        cause: d.cause,
        from: formatIso(plus(start, d.fromHour * HOUR)),
        to: formatIso(plus(start, d.toHour * HOUR)),
        measures: EXAMPLE_MEASURES,
        note: scenario.title.zh,
      };
      const answer = await ask(config, {
        method: "POST",
        path: "/api/v1/declarations",
        body,
        token: specialists.get(d.plant) ?? "",
      });
      ids.set(index, String(answer["id"]));
      return;
    }
    const body = { decision: d.decision, reason: scenario.title.zh };
    await ask(config, { method: "POST", path: `/api/v1/declarations/${ids.get(index)}/decision`, body, token: bureau });
  };
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
