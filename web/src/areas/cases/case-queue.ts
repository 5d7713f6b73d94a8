import type { Query } from "../../api/client.ts";

/** The filters of the queue, in two rows: whose turn and how urgent, then what kind of case. */
export const QUEUE_FILTERS = ["all", "mine", "overdue", "soon", "leads", "undeclared", "supervised"] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

/** What the queue shows: the server filters, orders and counts. */
export interface QueueChoice {
  readonly filter: QueueFilter;
  /** Cases about which nobody has anything to do any more, too. */
  readonly withDone: boolean;
  readonly text: string;
  /** Of one cell only; of all when empty. */
  readonly cell?: string;
}

/** How many rows a page of the queue has. */
const PAGE_ROWS = 100;

/** The filter that an address names; all of them when it names none. */
export function filterOf(name: string | null): QueueFilter {
  return QUEUE_FILTERS.find((filter) => filter === name) ?? "all";
}

/** The question to the server: what expires first stands first. */
export function queueQuery({ filter, ...rest }: QueueChoice): Query {
  return {
    ...narrowed(rest),
    ...(filter === "all" ? {} : { [filter]: "true" }),
    sort: "urgent",
    limit: PAGE_ROWS,
  };
}

/**
 * The question for the counts beside the filters: the same without the chosen one, so that each filter says what it
 * would show.
 */
export function countsQuery(choice: Omit<QueueChoice, "filter">): Query {
  return narrowed(choice);
}

function narrowed({ withDone, text, cell = "" }: Omit<QueueChoice, "filter">): Query {
  const q = text.trim();
  return {
    ...(withDone ? {} : { open: "true" }),
    ...(q === "" ? {} : { q }),
    ...(cell === "" ? {} : { cell }),
  };
}
