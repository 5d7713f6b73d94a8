import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { BadCursorError, JournalFailedError, OutcomeOpenError, StoreUnavailableError } from "../../core/failures.ts";
import { type Names, NO_NAMES, type Telling } from "../../words/names.ts";
import { ApiProblem, problem, problemBody } from "./api-problem.ts";
import { languageOf } from "./language.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

const PROBLEM_BY_FASTIFY: Readonly<Record<string, () => ApiProblem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => problem("body-too-large"),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => problem("unsupported-media-type"),
  FST_ERR_CTP_INVALID_JSON_BODY: () => problem("not-json"),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => problem("not-json"),
  FST_ERR_NOT_FOUND: () => problem("not-found"),
};

/**
 * Makes every error an `application/problem+json` answer with a stable code, said in the language of the request.
 * Mistakes of ours are logged and told without details. `names` are those of the registry as it was last read: an error
 * is answered also when the store is down.
 */
export function answerProblems(app: FastifyInstance, names: () => Names): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof OutcomeOpenError) return sendOpen(request, reply, error);
    const raised = toProblem(error);
    if (raised.statusCode >= 500) request.log.error({ err: error, method: request.method, url: request.url }, "request failed");
    return sendProblem(reply, raised, { language: request.language, names: names() });
  });
}

/** The command was taken, or may have been: no problem, and no answer yet either. */
function sendOpen(request: FastifyRequest, reply: FastifyReply, { command, cause }: OutcomeOpenError): FastifyReply {
  if (cause !== undefined) request.log.warn({ err: cause, command }, "the outcome of a command is open");
  return reply
    .code(202)
    .headers({ location: `/api/v1/commands/${encodeURIComponent(command)}`, "retry-after": "1" })
    .type("application/json; charset=utf-8")
    .send(JSON.stringify({ command }));
}

/** Turns whatever was thrown into a problem. */
export function toProblem(error: FastifyError | Error): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof StoreUnavailableError || error instanceof JournalFailedError) {
    return problem("store-unavailable", { retryAfterSeconds: 2 });
  }
  if (error instanceof BadCursorError) return problem("invalid-cursor");
  const status = "statusCode" in error ? error.statusCode : undefined;
  const known = "code" in error ? PROBLEM_BY_FASTIFY[error.code] : undefined;
  if (known !== undefined) return known();
  if (error instanceof SyntaxError) return problem("not-json");
  return status !== undefined && status >= 400 && status < 500
    ? problem("bad-request", { facts: { technical: error.message } })
    : problem("internal");
}

/** Sends a problem; the text is ready made, so that no response schema takes something away. */
export function sendProblem(reply: FastifyReply, raised: ApiProblem, telling: Telling): FastifyReply {
  if (raised.extras.retryAfterSeconds !== undefined) reply.header("retry-after", String(raised.extras.retryAfterSeconds));
  return reply
    .code(raised.statusCode)
    .type("application/problem+json; charset=utf-8")
    .header("content-language", telling.language)
    .send(JSON.stringify(problemBody(raised, telling)));
}

/** For addresses that cannot be decoded: they never reach a hook, a route or the error handler. */
export function answerBadAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(SECURITY_HEADERS);
  const query = Object.fromEntries(new URLSearchParams(request.raw.url?.split("?", 2)[1] ?? ""));
  const language = languageOf({ query, headers: request.headers });
  sendProblem(reply, problem("bad-request", { facts: { technical: error.message } }), { language, names: NO_NAMES });
}
