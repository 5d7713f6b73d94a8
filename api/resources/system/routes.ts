import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { InstantIn, InstantOut } from "../../../cases/shared/wire-forms.ts";
import type { ClockDoubt } from "../../../core/clock-doubt.ts";
import { ROLES } from "../../../core/people/rights.ts";
import { formatIso } from "../../../core/time.ts";
import { CLOCK_DOUBT_WORDS } from "../../../words/clock.ts";
import type { ApiCode } from "../../../words/errors.ts";
import { NOT_READY_WORDS } from "../../../words/readiness.ts";
import { say } from "../../../words/word-table.ts";
import { bearerOf, findCaller } from "../../auth/caller.ts";
import { isDirect } from "../../auth/check-address.ts";
import { sameText } from "../../auth/secrets.ts";
import { commandRequestOf } from "../../commands/asked.ts";
import { auditedCommand } from "../../commands/audited-command.ts";
import { type Api, type ApiContext, actorOf } from "../../context/api-context.ts";
import type { ReadyState } from "../../context/deps.ts";
import { problem, refusalProblem } from "../../http/api-problem.ts";
import { namelessTelling } from "../../http/language.ts";
import { callerToWire } from "../identity/wire.ts";
import { AboutOut, ClockOut } from "./schema.ts";

/** Health, metrics, what this installation is, and the manual clock of tests. */
export function systemRoutes(app: Api, context: ApiContext): void {
  const { deps } = context;
  healthRoutes(app, deps);

  app.get("/metrics", { schema: { summary: "Prometheus metrics", tags: ["system"] } }, async (request, reply) => {
    const token = bearerOf(request);
    const proven = deps.metricsToken !== undefined && token !== undefined && sameText(token, deps.metricsToken);
    // A proxy on this machine comes from loopback, too, and need not say that it is one.
    const isBehindProxy = deps.publicUrl !== undefined || deps.trustedProxies !== undefined;
    const local = !isBehindProxy && isDirect(request);
    if (!proven && !local) throw problem("metrics-not-allowed");
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(await deps.metrics());
  });

  app.get(
    "/api/v1/about",
    { schema: { summary: "What this installation is", tags: ["system"], response: { 200: AboutOut } } },
    async (request) => {
      const { registry } = await context.registry.current();
      const caller = await findCaller(request, deps);
      const doubt = deps.clockDoubt?.();
      const district = registry.cells.find((c) => c.level === 1);
      return {
        product: "Outfall",
        version: deps.version,
        district: district?.name ?? null,
        demo: deps.demo,
        firstRun: await context.firstRun.isOpen(),
        accounts: deps.demo ? (deps.demoAccounts ?? []).map((a) => ({ ...a })) : [],
        clock: {
          ...{ now: formatIso(deps.clock.now()), kind: deps.clock.kind },
          ...(doubt !== undefined && { doubt: sayDoubt(doubt, request).message }),
        },
        roles: [...ROLES],
        session: caller === undefined ? null : callerToWire(caller),
      };
    },
  );
}

/** The clock, and moving it where it is the manual one. */
export function clockRoutes(app: Api, context: ApiContext): void {
  const { deps } = context;

  app.get(
    "/api/v1/test/clock",
    { schema: { summary: "The clock", tags: ["system"], response: { 200: ClockOut } } },
    async () => ({
      now: formatIso(deps.clock.now()),
      kind: deps.clock.kind,
    }),
  );

  app.post(
    "/api/v1/test/clock",
    {
      config: { idempotent: true, journalled: true },
      schema: {
        summary: "Move the manual clock; runs every deadline on the way, in order",
        tags: ["system"],
        body: z.strictObject({ to: InstantIn }),
        response: { 200: ClockOut },
      },
    },
    async (request) => {
      if (deps.clock.kind !== "manual") throw problem("clock-not-manual");
      const actor = actorOf(request);
      const { to } = request.body;
      return auditedCommand(context, request, {
        put: () => deps.commands.moveClock(to, actor, commandRequestOf(request)),
        line: (moved) =>
          moved?.ok === false ? undefined : { action: "clock.move", subject: "clock", detail: { to: formatIso(to) } },
        answer: async (moved) => {
          if (!moved.ok) throw refusalProblem(moved.error);
          return { now: formatIso(moved.value.now), kind: deps.clock.kind };
        },
      });
    },
  );
}

function healthRoutes(app: Api, deps: ApiContext["deps"]): void {
  const Alive = z.object({ status: z.string() });
  const Problem = z.object({
    code: z.string(),
    message: z.string(),
    facts: z.record(z.string(), z.unknown()),
    since: InstantOut.optional(),
  });
  const Ready = z.object({
    ready: z.boolean(),
    code: z.string().optional(),
    detail: z.record(z.string(), z.unknown()),
    problems: z.array(Problem).optional(),
  });

  app.get(
    "/healthz",
    { exposeHeadRoute: true, schema: { summary: "The process answers", tags: ["system"], response: { 200: Alive } } },
    async () => ({ status: "ok" }),
  );

  app.get(
    "/readyz",
    {
      exposeHeadRoute: true,
      schema: { summary: "Every part accepts work", tags: ["system"], response: { 200: Ready, 503: Ready } },
    },
    async (request, reply) => {
      const state = await deps.readiness();
      const doubt = deps.clockDoubt?.();
      const detail = { ...state.detail, ...(doubt !== undefined && { clock: "in-doubt" }) };
      const all = [
        ...state.problems.map((known) => sayNotReady(known, request)),
        ...(doubt === undefined ? [] : [sayDoubt(doubt, request)]),
      ];
      const problems = all.length > 0 && { problems: all };
      if (state.ready && doubt === undefined) return { ready: true, detail, ...problems };
      return reply.code(503).send({ ready: false, code: "not-ready" satisfies ApiCode, detail, ...problems });
    },
  );
}

function sayNotReady({ since, ...problem }: ReadyState["problems"][number], request: FastifyRequest) {
  const { code, facts } = problem;
  return { code, message: say(NOT_READY_WORDS, problem, namelessTelling(request)), facts: { ...facts }, since: formatIso(since) };
}

/** A doubt about our clock with its words, in the language of the request. */
function sayDoubt(doubt: ClockDoubt, request: FastifyRequest) {
  return { ...doubt, message: say(CLOCK_DOUBT_WORDS, doubt, namelessTelling(request)) };
}
