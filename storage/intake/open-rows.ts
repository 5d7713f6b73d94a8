import type { QuarantineFilter } from "../../core/readings/quarantine-order.ts";

/** Conditions on `quarantine q` with the values of their placeholders. */
export interface RowConditions {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** The open rows that a filter finds, of messages up to `upTo`. */
export function openRowsOf({ mn, reason, messageId, upTo }: QuarantineFilter & { readonly upTo?: number }): RowConditions {
  const asked = [
    ["q.mn = ?", mn],
    ["q.reason = ?", reason],
    ["q.message_id = ?", messageId],
    ["q.message_id <= ?", upTo],
  ] as const;
  const given = asked.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return {
    sql: ["q.is_open = 1", ...given.map(({ sql }) => sql)].join(" AND "),
    values: given.map(({ value }) => value),
  };
}
