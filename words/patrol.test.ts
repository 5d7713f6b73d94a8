import { expect, test } from "vitest";
import type { Patrol } from "../cases/patrol/patrol.ts";
import { NO_NAMES } from "./names.ts";
import { PATROL_WORDS } from "./patrol.ts";

const names = { ...NO_NAMES, cell: (id: string) => `cell ${id}`, person: (id: string) => `person ${id}` };
const row = (person: string | null) => PATROL_WORDS.row({ cell: "g3-a1", person } as Patrol, { language: "en", names });

test("a round is shown with its cell by name, and with who made it where that is known", () => {
  expect(row("p1")).toEqual({ cellName: "cell g3-a1", personName: "person p1" });
  expect(row(null)).toEqual({ cellName: "cell g3-a1", personName: null });
});
