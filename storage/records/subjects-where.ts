import { type RawBuilder, sql } from "kysely";
import type { Collection, Row } from "../../core/casework/collection.ts";
import { fieldOf } from "../../core/casework/column-value.ts";
import type { Test } from "../../core/casework/row-filter.ts";
import { never } from "../../core/result.ts";
import { columnName, tablesOf } from "./subject-columns.ts";

const HOLDS = sql`1 = 1`;
const FAILS = sql`1 = 0`;

/** The SQL condition that holds for rows that pass every test. It is never null, so that it can be negated. */
export function conditionOf<R extends Row>(collection: Collection<R>, tests: readonly Test[]): RawBuilder<unknown> {
  const parts = tests.map((test) => partOf(collection, test));
  return parts.length === 0 ? HOLDS : sql`(${sql.join(parts, sql` and `)})`;
}

function partOf<R extends Row>(collection: Collection<R>, test: Test): RawBuilder<unknown> {
  if (test.kind === "any") {
    const sets = test.sets.map((set) => conditionOf(collection, set));
    return sets.length === 0 ? FAILS : sql`(${sql.join(sets, sql` or `)})`;
  }
  const isOfTexts = fieldOf(collection, test.field).type === "texts";
  return isOfTexts ? textsPart(collection, test) : columnPart(test);
}

type FieldTest = Exclude<Test, { readonly kind: "any" }>;

function columnPart(test: FieldTest): RawBuilder<unknown> {
  const column = sql.ref(columnName(test.field));
  switch (test.kind) {
    case "in":
      if (test.values.length === 0) return test.isNegated ? HOLDS : FAILS;
      if (test.isNegated) return sql`(${column} is null or ${column} not in (${sql.join(test.values)}))`;
      return sql`(${column} is not null and ${column} in (${sql.join(test.values)}))`;
    case "missing":
      return sql`${column} is null`;
    case "range":
      return sql`(${sql.join(
        [
          sql`${column} is not null`,
          ...(test.from === null ? [] : [sql`${column} >= ${test.from}`]),
          ...(test.to === null ? [] : [sql`${column} < ${test.to}`]),
        ],
        sql` and `,
      )})`;
    default:
      return never(test);
  }
}

function textsPart<R extends Row>(collection: Collection<R>, test: FieldTest): RawBuilder<unknown> {
  const side = sql.table(`${tablesOf(collection).table}_${columnName(test.field)}`);
  switch (test.kind) {
    case "in": {
      if (test.values.length === 0) return test.isNegated ? HOLDS : FAILS;
      const naming = sql`(select row_id from ${side} where value in (${sql.join(test.values)}))`;
      return test.isNegated ? sql`id not in ${naming}` : sql`id in ${naming}`;
    }
    case "missing":
      return sql`id not in (select row_id from ${side})`;
    case "range":
      return FAILS;
    default:
      return never(test);
  }
}
