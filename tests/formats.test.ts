import { expect, test } from "vitest";
import { SUBJECTS } from "../cases/all-subjects.ts";
import { REGISTRY_FORMAT } from "../core/registry/registry.ts";
import { UPCASTERS } from "../storage/upcasters.ts";

const present = (kind: string): number => (UPCASTERS[kind]?.length ?? 0) + 1;

test("what is declared as the present version is what the steps lead to", () => {
  const commands = SUBJECTS.flatMap((subject) => subject.commands.map(({ type, format }) => [`command/${type}`, format]));
  const rows = SUBJECTS.map(({ collection }) => [`row/${collection.name}`, collection.version]);
  const declared = [["registry", REGISTRY_FORMAT] as const, ...commands, ...rows];

  expect(declared).toEqual(declared.map(([kind]) => [kind, present(String(kind))]));
});
