import type { FastifySchemaCompiler } from "fastify";
import type { z } from "zod";
import type { RequestProblemCodes } from "../../core/request-problems.ts";
import type { Problem } from "../../core/result.ts";
import { problemOfIssue } from "../../core/schema-issues.ts";
import { problem } from "./api-problem.ts";

const CODE_BY_PART = {
  body: "invalid-body",
  querystring: "invalid-query",
  params: "invalid-path",
  headers: "invalid-query",
} as const;

type RequestProblem = Problem<RequestProblemCodes>;

/** Checks a part of a request against its wire schema; what is wrong goes out with a JSON pointer for every mistake. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const code = CODE_BY_PART[httpPart as keyof typeof CODE_BY_PART];
  return (data: unknown) => {
    const result = schema.safeParse(data);
    const errors = [...unwritableTexts(data), ...(result.success ? [] : zodToProblems(result.error, data))];
    return result.success && errors.length === 0 ? { value: result.data } : { error: problem(code, { errors }) };
  };
};

/** Leaves the body to the route, and checks everything else. */
export const bodyAsSent: FastifySchemaCompiler<unknown> = ({ schema, ...part }) =>
  part.httpPart === "body" ? (value: unknown) => ({ value }) : validatorCompiler({ schema: schema as z.ZodType, ...part });

/** NUL and halves of surrogate pairs: databases refuse them or cut the text there. */
const UNWRITABLE = /[\0\p{Surrogate}]/u;

/** Texts anywhere in `data` that no database takes, names of fields included. */
export function unwritableTexts(data: unknown, path: readonly PropertyKey[] = []): readonly RequestProblem[] {
  if (typeof data === "string") {
    if (!UNWRITABLE.test(data)) return [];
    return [{ pointer: pointerOf(path), code: "unwritable-text", facts: {} }];
  }
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => [
    ...unwritableTexts(key, [...path, key]),
    ...unwritableTexts(value, [...path, key]),
  ]);
}

/** All mistakes that a schema found in `data`, as problems. What zod says of them in English is left out. */
export function zodToProblems(error: z.ZodError, data: unknown): readonly RequestProblem[] {
  return error.issues.flatMap((issue) => issueToProblems(issue, data));
}

function issueToProblems(issue: z.core.$ZodIssue, data: unknown): readonly RequestProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      code: "unknown-field",
      facts: { field: key },
    }));
  }
  const pointer = pointerOf(issue.path);
  if (valueAt(data, issue.path) === undefined) return [{ pointer, code: "required", facts: {} }];
  return [{ pointer, ...problemOfIssue(issue) }];
}

/** A JSON pointer (RFC 6901) from a path. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    data,
  );
}
