import type { AnyRefusal } from "../../core/casework/refusal.ts";
import type { AnySaid } from "../../core/said.ts";
import { type ApiCode, type ApiErrorCodes, errorWords, sayError } from "../../words/errors.ts";
import type { Names, Telling } from "../../words/names.ts";
import { type KnownProblem, sayProblem } from "../../words/problems.ts";
import { STATUS_BY_CODE } from "./error-codes.ts";

/** As many mistakes one answer names. */
const MOST_ERRORS = 100;

/** Members of a problem beyond the code and its facts. */
export interface ProblemExtras {
  readonly errors?: readonly KnownProblem[];
  /** For `transition-not-allowed`: the states that may come next. */
  readonly allowed?: readonly string[];
  readonly retryAfterSeconds?: number;
  /** What things are called in a document that is not the registry in force. */
  readonly names?: Names;
}

/** The facts of a code: asked for where it has some. */
type WithFacts<Code extends ApiCode> = object extends ApiErrorCodes[Code]
  ? [extras?: ProblemExtras]
  : [extras: ProblemExtras & { readonly facts: ApiErrorCodes[Code] }];

/**
 * An answer that is not a success: a code with its facts. Thrown by routes; said in the language of the request in one
 * place, when it is sent as `application/problem+json`.
 */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly said: AnySaid;
  /** The code of `said`; a plain property, because Fastify assigns it on errors of validation. */
  readonly code: string;
  readonly statusCode: number;
  readonly extras: ProblemExtras;

  constructor(said: AnySaid, statusCode: number, extras: ProblemExtras) {
    super(said.code);
    this.said = said;
    this.code = said.code;
    this.statusCode = statusCode;
    this.extras = extras;
  }
}

/** A problem of our own table. */
export function problem<Code extends ApiCode>(code: Code, ...[extras]: WithFacts<Code>): ApiProblem {
  const { facts = {}, ...rest }: ProblemExtras & { readonly facts?: object } = extras ?? {};
  return new ApiProblem({ code, facts }, STATUS_BY_CODE[code], rest);
}

/** One thing of the body that is wrong although its shape is right. */
export function bodyProblem(...errors: readonly KnownProblem[]): ApiProblem {
  return problem("invalid-body", { errors });
}

/** Why the judge declined a command, as it goes out. */
export function refusalProblem({ status, errors, allowed, ...said }: AnyRefusal): ApiProblem {
  return new ApiProblem(said, status, {
    ...(errors === undefined ? {} : { errors }),
    ...(allowed === undefined ? {} : { allowed }),
  });
}

/**
 * The body of the answer (RFC 9457): title, detail and messages in the language of the reader, code and facts beside
 * them.
 */
export function problemBody({ said, statusCode, extras }: ApiProblem, telling: Telling): Readonly<Record<string, unknown>> {
  const { errors, allowed, names = telling.names } = extras;
  const reader = { ...telling, names };
  const detail = sayError(said, reader);
  return {
    type: `urn:outfall:error:${said.code}`,
    title: errorWords(said.code)?.title[telling.language] ?? said.code,
    status: statusCode,
    code: said.code,
    facts: said.facts,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: errors.slice(0, MOST_ERRORS).map((error) => sayProblem(error, reader)) }),
    ...(allowed === undefined ? {} : { allowed }),
  };
}
