import { expect, test } from "vitest";
import type { LawChange, LawTables } from "../../core/casework/command-bus.ts";
import { OutcomeOpenError } from "../../core/failures.ts";
import type { LawRow } from "../../core/registry/law-row.ts";
import { EMPTY_REGISTRY, type Registry } from "../../core/registry/registry.ts";
import { ok } from "../../core/result.ts";
import { aLawRow, TYPED } from "../../tests/support/law-facts.ts";
import { takingShippedLaw } from "./take-shipped-law.ts";

const SHIPPED: readonly LawRow[] = [aLawRow({ value: 40 })];

function start(registry: Registry | undefined) {
  const held = { registry, lastSeq: 7, cursor: 7, isLate: false };
  const laws: LawTables[] = [];
  const changeLaw = async <Refusal>(change: LawChange<Refusal>) => {
    const changed = change(held.registry ?? {});
    if (!changed.ok) return changed;
    laws.push(changed.value);
    if (held.isLate) {
      held.lastSeq += 1;
      throw new OutcomeOpenError("r1");
    }
    return ok({ version: 2, revised: [] });
  };
  const newest = async () => held.registry && { seq: 1, registry: held.registry };
  const stores = { journal: { lastSeq: async () => held.lastSeq }, records: { cursor: async () => held.cursor } };
  const look = takingShippedLaw({ commands: { changeLaw }, ...stores, registry: { newest }, rows: SHIPPED });
  return { held, laws, look };
}

test("a build puts its rows of the law into force once, and keeps what two persons confirmed", async () => {
  const { laws, look } = start({ ...EMPTY_REGISTRY, law: [aLawRow()], lawConfirmations: [TYPED] });
  await look();
  await look();

  expect(laws).toMatchObject([{ law: SHIPPED, lawConfirmations: [TYPED] }]);
});

// Behaviour
test("a judge that is behind is asked once for the law of a build, when it has passed what was journalled before", async () => {
  const { held, laws, look } = start(EMPTY_REGISTRY);
  held.cursor = 3;
  await look();
  const behind = laws.length;
  Object.assign(held, { cursor: 7, isLate: true });
  await expect(look()).rejects.toThrow(OutcomeOpenError);
  held.isLate = false;
  await look();
  await look();
  const open = laws.length;
  held.cursor = 8;
  await look();
  await look();

  expect([behind, open, laws.length]).toEqual([0, 1, 2]);
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
