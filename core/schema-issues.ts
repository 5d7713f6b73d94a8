import type { RequestProblemCodes } from "./request-problems.ts";
import type { Said } from "./said.ts";

/** What of an issue of zod is needed to say it. Declared here as a shape, so that this room needs no package. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly origin?: string | undefined;
  readonly maximum?: number | bigint | undefined;
  readonly minimum?: number | bigint | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly values?: readonly unknown[] | undefined;
  readonly expected?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What an issue of a schema means, as a code with facts; what zod says of it in English is left out. A check of our own
 * names its code, and its facts where the code has some, in `params`. A text that has to say something and is empty
 * is missing. Unknown and missing fields are for the caller.
 */
export function problemOfIssue(issue: SchemaIssue): Said<RequestProblemCodes> {
  switch (issue.code) {
    case "too_big":
      return { code: "out-of-range", facts: { of: measureOf(issue.origin), min: null, max: Number(issue.maximum) } };
    case "too_small":
      if (issue.origin === "string" && Number(issue.minimum) === 1) return { code: "required", facts: {} };
      return { code: "out-of-range", facts: { of: measureOf(issue.origin), min: Number(issue.minimum), max: null } };
    case "not_multiple_of":
      return { code: "out-of-range", facts: { of: "number", min: null, max: null } };
    case "invalid_format":
      return { code: "wrong-format", facts: { form: issue.pattern ?? issue.format ?? null } };
    case "invalid_value":
      return { code: "not-allowed-value", facts: { allowed: (issue.values ?? []).map(String) } };
    case "custom":
      return customProblem(issue.params ?? {});
    default:
      return { code: "wrong-type", facts: { expected: issue.expected ?? null } };
  }
}

function customProblem({ code, facts = {} }: Readonly<Record<string, unknown>>): Said<RequestProblemCodes> {
  if (typeof code !== "string") return { code: "wrong-format", facts: { form: null } };
  return { code, facts } as Said<RequestProblemCodes>;
}

function measureOf(origin: string | undefined): RequestProblemCodes["out-of-range"]["of"] {
  if (origin === "string") return "characters";
  return origin === "array" || origin === "set" ? "items" : "number";
}
