import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { BadCursorError, JournalFailedError, StoreUnavailableError } from "../../core/failures.ts";
import type { ApiCode } from "../error-codes.ts";
import { ApiProblem, problem, problemBody } from "./api-problem.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

const CODE_BY_FASTIFY: Readonly<Record<string, ApiCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "body-too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-media-type",
  FST_ERR_CTP_INVALID_JSON_BODY: "not-json",
  FST_ERR_CTP_EMPTY_JSON_BODY: "not-json",
  FST_ERR_NOT_FOUND: "not-found",
};

/** Makes every error an `application/problem+json` answer with a stable code. Mistakes of ours are logged and told without details. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const raised = toProblem(error);
    if (raised.statusCode >= 500) request.log.error({ err: error, method: request.method, url: request.url }, "request failed");
    return sendProblem(reply, raised);
  });
}

/** Turns whatever was thrown into a problem. */
export function toProblem(error: FastifyError | Error): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof StoreUnavailableError || error instanceof JournalFailedError) {
    return problem("store-unavailable", { retryAfterSeconds: 2 });
  }
  if (error instanceof BadCursorError) return problem("invalid-cursor");
  const status = "statusCode" in error ? error.statusCode : undefined;
  const code = "code" in error ? CODE_BY_FASTIFY[error.code] : undefined;
  if (code !== undefined) return problem(code);
  if (error instanceof SyntaxError) return problem("not-json");
  return status !== undefined && status >= 400 && status < 500
    ? problem("bad-request", { detail: error.message })
    : problem("internal");
}

/** Sends a problem; the text is ready made, so that no response schema takes something away. */
export function sendProblem(reply: FastifyReply, raised: ApiProblem): FastifyReply {
  if (raised.extras.retryAfterSeconds !== undefined) reply.header("retry-after", String(raised.extras.retryAfterSeconds));
  return reply
    .code(raised.statusCode)
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify(problemBody(raised)));
}

/** For addresses that cannot be decoded: they never reach a route or the error handler. */
export function answerBadAddress(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(SECURITY_HEADERS);
  sendProblem(reply, problem("bad-request", { detail: error.message }));
}
