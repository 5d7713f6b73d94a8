import { expect, test } from "vitest";
import type { LawChange, LawTables } from "../../core/casework/command-bus.ts";
import type { LawRow } from "../../core/registry/law-row.ts";
import { EMPTY_REGISTRY, type Registry } from "../../core/registry/registry.ts";
import { ok } from "../../core/result.ts";
import { aLawRow, TYPED } from "../../tests/support/law-facts.ts";
import { takingShippedLaw } from "./take-shipped-law.ts";

const SHIPPED: readonly LawRow[] = [aLawRow({ value: 40 })];

function start(registry: Registry | undefined) {
  const held = { registry };
  const laws: LawTables[] = [];
  const changeLaw = async <Refusal>(change: LawChange<Refusal>) => {
    const changed = change(held.registry ?? {});
    if (!changed.ok) return changed;
    laws.push(changed.value);
    return ok({ version: 2, revised: [] });
  };
  const newest = async () => held.registry && { seq: 1, registry: held.registry };
  return { held, laws, look: takingShippedLaw({ commands: { changeLaw }, registry: { newest }, rows: SHIPPED }) };
}

test("a build puts its rows of the law into force once, and keeps what two persons confirmed", async () => {
  const { laws, look } = start({ ...EMPTY_REGISTRY, law: [aLawRow()], lawConfirmations: [TYPED] });
  await look();
  await look();

  expect(laws).toMatchObject([{ law: SHIPPED, lawConfirmations: [TYPED] }]);
});

test("without a registry it waits for one", async () => {
  const { held, laws, look } = start(undefined);
  await look();
  const before = laws.length;
  held.registry = EMPTY_REGISTRY;
  await look();

  expect(before).toBe(0);
  expect(laws).toMatchObject([{ law: SHIPPED }]);
});
