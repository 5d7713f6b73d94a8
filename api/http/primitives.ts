import { z } from "zod";
import { POWERS, ROLES } from "../../core/people/rights.ts";
import { parseBeijingDate } from "../../core/time.ts";

/** A natural day in Beijing as it comes in. */
export const BeijingDateIn = z
  .string()
  .max(10)
  .transform((text, context) => {
    const date = parseBeijingDate(text);
    if (date !== undefined) return date;
    context.addIssue({ code: "custom", params: { code: "not-a-date" } });
    return z.NEVER;
  });

export const RoleName = z.enum(ROLES);

export const PowerName = z.enum(POWERS);

/** How many items a list answers. */
export const Limit = z.coerce.number().int().min(1).max(1000).default(100);
export const Cursor = z.string().min(1).max(500).optional();
/** Which part of a list is asked for, of a list without other filters. */
export const PageQuery = z.strictObject({ limit: Limit, cursor: Cursor });
/** A list that goes out; `next` is the cursor of the page after, or `null`. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/**
 * The facts of a code, as they are stored: names are ids, instants are milliseconds since 1970, periods are `{start,
 * end}` of instants.
 */
export const Facts = z.record(z.string(), z.unknown());

/** One mistake of a request. */
export const ProblemItem = z.object({
  pointer: z.string(),
  code: z.string(),
  facts: z.record(z.string(), z.unknown()),
  message: z.string(),
});

/** RFC 9457. */
export const ProblemOut = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  facts: z.record(z.string(), z.unknown()),
  detail: z.string().optional(),
  errors: z.array(ProblemItem).optional(),
  allowed: z.array(z.string()).optional(),
});
