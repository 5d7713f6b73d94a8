import { z } from "zod";
import { isReservedId } from "../../core/registry/reserved-ids.ts";
import { parseIso } from "../../core/time.ts";

/** An instant as it comes in: ISO 8601 with any offset. A time without an offset is refused. */
export const InstantIn = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = parseIso(text);
    if (at !== undefined) return at;
    context.addIssue({ code: "custom", params: { code: timeProblem(text) } });
    return z.NEVER;
  });

function timeProblem(text: string): "time-without-offset" | "plus-not-encoded" | "not-a-time" {
  if (parseIso(`${text}Z`) !== undefined) return "time-without-offset";
  // In an address a plus that is not written %2B arrives as a blank.
  return parseIso(text.replace(" ", "+")) === undefined ? "not-a-time" : "plus-not-encoded";
}

/** An instant as it goes out: UTC, milliseconds, `Z`. */
export const InstantOut = z.string();

/** An id of the registry. */
export const Id = idOf(z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, "1 to 64 of A-Z a-z 0-9 . _ -"));

/** Takes the reserved words out of a form of ids. */
export function idOf(form: z.ZodString): z.ZodString {
  return form.superRefine((id, context) => {
    if (isReservedId(id)) context.addIssue({ code: "custom", params: { code: "reserved-id", facts: { id } } });
  });
}

/** Text that shows something: at least one character that is no blank. */
export function filled(form: z.ZodString): z.ZodString {
  return form.superRefine((text, context) => {
    if (text !== "" && text.trim() === "") context.addIssue({ code: "custom", params: { code: "only-blanks" } });
  });
}

/** Where something is: degrees, and in what they count. */
export const LocationIn = z.strictObject({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  crs: filled(z.string().min(1).max(32)),
});

/** Any id in a path or a filter. */
export const AnyId = z.string().min(1).max(300);

/** A word of a list that the pages keep, such as a category. */
export const Code = z.string().trim().min(1).max(64);

/** A line that people write. */
export const LineOfText = z.string().trim().max(200);

/** What people write at length. */
export const Text = z.string().trim().max(4_000);

/** As many things may be named at once. */
export const MOST_NAMED = 200;

/** A yes or no in a query. */
export const Flag = z.enum(["true", "false"]).transform((text) => text === "true");

/** A value or several of them (`?state=a&state=b`). */
export function oneOrMany<T extends z.ZodType>(item: T) {
  return z
    .union([z.array(item).max(MOST_NAMED), item])
    .transform((value): readonly z.output<T>[] => (Array.isArray(value) ? (value as z.output<T>[]) : [value as z.output<T>]));
}
