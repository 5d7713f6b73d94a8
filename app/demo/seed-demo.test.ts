import { expect, test } from "vitest";
import type { Command, CommandOutcome } from "../../core/casework/command.ts";
import type { CommandBus } from "../../core/casework/command-bus.ts";
import { instant } from "../../core/time.ts";
import { MemoryIdentity } from "../../storage/memory/memory-identity.ts";
import { type SeedDeps, seedDemo } from "./seed-demo.ts";

const NOW = instant(Date.parse("2026-11-23T04:00:00Z"));

/** An installation with so many registry versions, whose commands are answered as given. */
function installation(registrySeq: number, answers: { readonly put?: object; readonly submit?: Partial<CommandOutcome> } = {}) {
  const submitted: Command[] = [];
  const puts: unknown[] = [];
  const commands = {
    putRegistry: async (document: unknown) => {
      puts.push(document);
      return answers.put ?? { ok: true, value: {} };
    },
    submit: async (command: Command) => {
      submitted.push(command);
      return { seq: 1, ok: true, result: { id: "declaration:1" }, ...answers.submit };
    },
  } as unknown as CommandBus;
  const identity = new MemoryIdentity();
  const records = { registrySeq: async () => registrySeq } as SeedDeps["records"];
  const deps: SeedDeps = { commands, identity, records, clock: { kind: "manual", now: () => NOW } };
  return { deps, identity, puts, submitted };
}

test("an empty installation gets the district, its accounts, and a declaration with the bureau's consent", async () => {
  const { deps, identity, puts, submitted } = installation(0);

  const accounts = await seedDemo(deps);

  expect(puts).toHaveLength(1);
  expect(submitted.map(({ type, subject }) => [type, subject])).toEqual([
    ["declare", null],
    ["decide-declaration", "declaration:1"],
  ]);
  expect(submitted.map(({ actor: { roles } }) => roles)).toEqual([["enterprise-specialist"], ["bureau-staff"]]);
  for (const { username, role } of accounts) {
    expect(await identity.userByName(username)).toMatchObject({ roles: [role], disabled: false, createdAt: NOW });
  }
});

test("an installation that has a registry keeps it, and accounts that are there keep their passwords", async () => {
  const { deps, identity, puts, submitted } = installation(7);
  await seedDemo(deps);
  const before = await identity.userByName("admin");
  if (before === undefined) throw new Error("no such account");
  await identity.saveUser({ ...before, passwordHash: "changed" });

  await seedDemo(deps);

  expect([puts, submitted]).toEqual([[], []]);
  expect((await identity.userByName("admin"))?.passwordHash).toBe("changed");
});

test("a district that the product does not take ends the seeding with the reason", async () => {
  const invalid = installation(0, { put: { ok: false, error: { code: "registry-invalid" } } });
  await expect(seedDemo(invalid.deps)).rejects.toThrow("registry-invalid");

  const refusal = { status: 422, code: "outlet-not-declared", facts: {} };
  const declined = installation(0, { submit: { ok: false, refusal } as unknown as CommandOutcome });
  await expect(seedDemo(declined.deps)).rejects.toThrow("outlet-not-declared");
});
