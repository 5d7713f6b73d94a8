import { expect, test } from "vitest";
import { SUBJECTS } from "../../../cases/all-subjects.ts";
import type { Where } from "../../../core/casework/collection.ts";
import type { Subject } from "../../../core/casework/subject.ts";
import type { Reader } from "../../../core/casework/subject-door.ts";
import type { Actor } from "../../../core/people/actor.ts";
import { holds, type Role } from "../../../core/people/rights.ts";
import { indexRegistry } from "../../../core/registry/grid.ts";
import { twoPlants } from "../../../tests/support/api-fixture.ts";
import { T0 } from "../../../tests/support/records-facts.ts";
import { scopeOf } from "../../context/scope.ts";
import { whereOf, zodOf } from "./subject-reader.ts";

const INDEX = indexRegistry(twoPlants());
/** One of them is taken by every filter that takes a text. */
const VALUES = ["p1", "e2", "true", "2026-11-23T00:00:00Z"];

function readerIn(role: Role, over: Partial<Actor> = {}): Reader {
  const actor = { id: "u1", name: "", roles: [role], cells: [], enterprise: null, person: null, ...over };
  return { actor, index: INDEX, reach: scopeOf(actor, INDEX), now: T0, open: () => undefined };
}

/** What each filter of a subject means with each value that it takes. */
function meanings(subject: Subject, reader: Reader): readonly { readonly filter: string; readonly where: Where }[] {
  return Object.entries(subject.door.filters).flatMap(([filter, { schema }]) =>
    VALUES.flatMap((value) => {
      const parsed = zodOf(schema).safeParse(value);
      return parsed.success ? [{ filter, where: whereOf(subject, { [filter]: parsed.data }, reader) }] : [];
    }),
  );
}

const namesField = (where: Where, field: string): boolean => where.some((one) => "field" in one && one.field === field);

test.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
  "who is not shown people finds nothing of %s by a person",
  (_, subject) => {
    const people = subject.door.people.map(({ id }) => id);
    const nobody = readerIn("external-supervisor");

    expect(meanings(subject, nobody).filter(({ where }) => people.some((field) => namesField(where, field)))).toEqual([]);
    if (!holds(nobody.actor.roles, subject.door.power)) return;
    expect(people).not.toContain(subject.door.counts.by);
  },
);

test("patrols are found by who walked for who may know it, and by nobody else", () => {
  const patrols = SUBJECTS.find(({ name }) => name === "patrol") as Subject;

  expect(namesField(whereOf(patrols, { person: "p1" }, readerIn("bureau-staff")), "person")).toBe(true);
  expect(whereOf(patrols, { person: "p1" }, readerIn("external-supervisor"))).toEqual([{ any: [] }]);
});

test("an enterprise finds an order that stops several by itself and not by the others", () => {
  const orders = SUBJECTS.find(({ name }) => name === "control-order") as Subject;
  const asked = (enterprise: string, reader: Reader) => whereOf(orders, { enterprise }, reader).at(-1);
  const own = readerIn("enterprise-specialist", { enterprise: "e1" });

  expect(asked("e1", own)).toEqual({ field: "enterprises", in: ["e1"] });
  expect(asked("e2", own)).toEqual({ field: "enterprises", in: [] });
  expect(asked("e2", readerIn("bureau-staff"))).toEqual({ field: "enterprises", in: ["e2"] });
});
