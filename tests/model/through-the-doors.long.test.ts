import { rmSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatIso, instant } from "../../core/time.ts";
import { publishReadings } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { type Event, histories } from "./history.ts";
import { messageOf } from "./in-process.ts";
import { expectedAfter, type Found } from "./model.ts";
import { registryWith } from "./registry.ts";

const HISTORIES = fc.sample(histories, { numRuns: 20, seed: 20_261_130 }).map((history, i) => [i, history] as const);

/** A product whose clock stands at the event. */
function startAt(event: Event, dataDir?: string): Promise<Product> {
  const env = { OUTFALL_CLOCK: `manual:${formatIso(instant(event.at))}` };
  return Product.start({ env, ...(dataDir !== undefined && { dataDir }) });
}

/** Lets an event happen at the product's doors; answers with the id of what was declared. */
async function happen(product: Product, event: Event, declared: readonly string[]): Promise<string | undefined> {
  const moved = await product.ask("POST", "/api/v1/test/clock", { to: formatIso(instant(event.at)) });
  expect(moved.status).toBe(200);
  switch (event.kind) {
    case "readings":
      await publishReadings(product, [messageOf(event.readings)]);
      return undefined;
    case "limits":
      expect((await product.ask("PUT", "/api/v1/registry", registryWith(event.limits))).status).toBe(200);
      return undefined;
    case "declare": {
      const where = { enterprise: "e1", outlets: ["e1-B1"], pollutants: ["a34001"], cause: "maintenance" };
      const window = { from: formatIso(instant(event.from)), to: formatIso(instant(event.to)) };
      const specialist = await product.tokenFor(["enterprise-specialist"], { enterprise: "e1" });
      const declaration = { ...where, ...window, measures: "x", note: "" };
      const { status, body } = await product.ask("POST", "/api/v1/declarations", declaration, specialist);
      expect(status).toBe(201);
      return body.id;
    }
    case "answer": {
      const id = declared[event.declaration];
      if (id === undefined) return undefined;
      // Nobody answers the own declaration.
      const other = await product.tokenFor(["duty-desk"], { cells: ["g1"] });
      const body = { decision: event.decision, reason: "x" };
      const { status } = await product.ask("POST", `/api/v1/declarations/${id}/decision`, body, other);
      expect([200, 409]).toContain(status);
      return undefined;
    }
    case "tick":
      return undefined;
  }
}

async function standing(product: Product): Promise<readonly Found[]> {
  const { items, next } = (await product.ask("GET", "/api/v1/findings?limit=500")).body;
  expect(next).toBeNull();
  return (
    items
      // The model foresees nothing.
      .filter(({ id, status }: Found) => status !== "withdrawn" && !id.includes(":FORECAST"))
      .map(({ id, status, level, value, disputed }: Found & { disputed: boolean }): Found => {
        return { id, status, level, value, isDisputed: disputed };
      })
      .sort((a: Found, b: Found) => (a.id < b.id ? -1 : 1))
  );
}

test.each(HISTORIES)("history %i through the doors, with a kill on its way, leaves what the law asks for", async (i, history) => {
  const [first] = history;
  if (first === undefined) throw new Error("a history has events");
  let product = await startAt(first);
  const { dataDir } = product;
  const declared: string[] = [];
  const killedAt = (i * 7) % history.length;
  for (const [n, event] of history.entries()) {
    const id = await happen(product, event, declared);
    if (id !== undefined) declared.push(id);
    if (n !== killedAt) continue;
    await product.kill();
    product = await startAt(event, dataDir);
  }

  const { findings } = expectedAfter(history);
  const isExpected = (all: readonly Found[]): boolean => isDeepStrictEqual(all, findings);
  const found = await product.until(() => standing(product), isExpected).catch(() => standing(product));
  await product.kill();
  rmSync(dataDir, { recursive: true });

  expect(found).toEqual(findings);
});
