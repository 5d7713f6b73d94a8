import type { Refusal } from "../../core/casework/refusal.ts";
import type { Problem } from "../../core/result.ts";
import { type ApiCode, ERROR_CODES } from "../error-codes.ts";

const BY_CODE = new Map(ERROR_CODES.map((c) => [c.code, c]));

/** Members of a problem beyond the code. */
export interface ProblemExtras {
  /** One sentence with the facts of this occurrence. */
  readonly detail?: string;
  readonly errors?: readonly Problem[];
  /** For `transition-not-allowed`: the states that may come next. */
  readonly allowed?: readonly string[];
  readonly retryAfterSeconds?: number;
}

/** An answer that is not a success. Thrown by routes, turned into `application/problem+json` in one place. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly code: string;
  readonly statusCode: number;
  readonly extras: ProblemExtras;

  constructor(code: string, statusCode: number, extras: ProblemExtras) {
    super(extras.detail ?? code);
    this.code = code;
    this.statusCode = statusCode;
    this.extras = extras;
  }
}

/** A problem of our own table. */
export function problem(code: ApiCode, extras: ProblemExtras = {}): ApiProblem {
  return new ApiProblem(code, BY_CODE.get(code)?.status ?? 500, extras);
}

/** One thing of the body that is wrong although its shape is right. */
export function bodyProblem(...errors: readonly Problem[]): ApiProblem {
  return problem("invalid-body", { errors });
}

/** The engine's refusal of a command, as it goes out. */
export function refusalProblem(refusal: Refusal): ApiProblem {
  return new ApiProblem(refusal.code, refusal.status, {
    detail: refusal.message,
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
    ...(refusal.allowed === undefined ? {} : { allowed: refusal.allowed }),
  });
}

/** The body of the answer (RFC 9457). */
export function problemBody(raised: ApiProblem): Readonly<Record<string, unknown>> {
  const row = BY_CODE.get(raised.code);
  const { detail, errors, allowed } = raised.extras;
  return {
    type: `urn:outfall:error:${raised.code}`,
    title: row?.en ?? detail ?? raised.code,
    status: raised.statusCode,
    code: raised.code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...(allowed === undefined ? {} : { allowed }),
  };
}
