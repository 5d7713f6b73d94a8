import type { FastifySchemaCompiler } from "fastify";
import type { z } from "zod";
import type { Problem } from "../../core/result.ts";
import type { ApiCode } from "../error-codes.ts";
import { problem } from "./api-problem.ts";

const CODE_BY_PART: Readonly<Record<string, ApiCode>> = {
  body: "invalid-body",
  querystring: "invalid-query",
  params: "invalid-path",
};

/** Checks a part of a request against its wire schema; what is wrong goes out with a JSON pointer for every mistake. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const code = CODE_BY_PART[httpPart ?? ""] ?? "bad-request";
  return (data: unknown) => {
    const result = schema.safeParse(data);
    const errors = result.success ? unwritableTexts(data) : zodToProblems(result.error, data);
    return result.success && errors.length === 0 ? { value: result.data } : { error: problem(code, { errors }) };
  };
};

/** NUL and halves of surrogate pairs: databases refuse them or cut the text there, so they come no further than this. */
const UNWRITABLE = /[\0\p{Surrogate}]/u;

function unwritableTexts(data: unknown, path: readonly PropertyKey[] = []): readonly Problem[] {
  if (typeof data === "string") {
    if (!UNWRITABLE.test(data)) return [];
    return [{ pointer: pointerOf(path), code: "unwritable-text", message: "holds NUL or half a character" }];
  }
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => [
    ...unwritableTexts(key, [...path, key]),
    ...unwritableTexts(value, [...path, key]),
  ]);
}

/** All mistakes that a schema found in `data`, as problems. */
export function zodToProblems(error: z.ZodError, data: unknown): readonly Problem[] {
  return error.issues.flatMap((issue) => issueToProblems(issue, data));
}

function issueToProblems(issue: z.core.$ZodIssue, data: unknown): readonly Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      code: "unknown-field",
      message: `no field ${key} here`,
    }));
  }
  const absent = valueAt(data, issue.path) === undefined;
  return [{ pointer: pointerOf(issue.path), code: absent ? "required" : codeOf(issue), message: issue.message }];
}

function codeOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_big":
    case "too_small":
    case "not_multiple_of":
      return "out-of-range";
    case "invalid_format":
      return "wrong-format";
    case "invalid_value":
      return "not-allowed-value";
    case "custom":
      return typeof issue.params?.["code"] === "string" ? issue.params["code"] : "wrong-format";
    default:
      return "wrong-type";
  }
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
