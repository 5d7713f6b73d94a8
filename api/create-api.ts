import fastifyCookie from "@fastify/cookie";
import fastifySwagger from "@fastify/swagger";
import Fastify, { type FastifyInstance, LogController } from "fastify";
import { createJsonSchemaTransform, serializerCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { NewestRegistry } from "../core/registry/newest-registry.ts";
import { auditRefusals } from "./auth/audit-refusals.ts";
import { checkAddresses } from "./auth/check-address.ts";
import { protectRoutes } from "./auth/protect-routes.ts";
import { knowRequests } from "./commands/asked.ts";
import { rememberAnswers } from "./commands/idempotency.ts";
import type { Api, ApiContext } from "./context/api-context.ts";
import type { ApiDeps } from "./context/deps.ts";
import { FirstRun } from "./context/first-run.ts";
import { boundConnections, HEAD_TIME, HTTP_SOCKETS } from "./http/bound-connections.ts";
import { endConnectionsOnClose } from "./http/end-connections.ts";
import { namesOf, speakLanguages } from "./http/language.ts";
import { ProblemOut } from "./http/primitives.ts";
import { answerBadAddress, answerProblems } from "./http/problem-answers.ts";
import { sealCursors } from "./http/sealed-cursors.ts";
import { setSecurityHeaders } from "./http/security-headers.ts";
import { serveStaticPages } from "./http/static-pages.ts";
import { takeJson } from "./http/take-json.ts";
import { boundUnreadAnswers, UNREAD_LIMITS } from "./http/unread-answers.ts";
import { validatorCompiler } from "./http/validate.ts";
import { boardRoutes } from "./resources/board/routes.ts";
import { caseworkRoutes } from "./resources/casework/subject-routes.ts";
import { commandRoutes } from "./resources/commands/routes.ts";
import { OpenOut } from "./resources/commands/schema.ts";
import { decodeRoutes } from "./resources/decode/routes.ts";
import { deviceCommandRoutes, deviceGapRoutes } from "./resources/devices/command-routes.ts";
import { deviceRoutes } from "./resources/devices/routes.ts";
import { findingRoutes } from "./resources/findings/routes.ts";
import { firstStepRoutes } from "./resources/first-steps/routes.ts";
import { auditRoutes } from "./resources/identity/audit-routes.ts";
import { firstRunRoutes } from "./resources/identity/first-run-routes.ts";
import { sessionRoutes } from "./resources/identity/session-routes.ts";
import { tokenRoutes } from "./resources/identity/token-routes.ts";
import { userRoutes } from "./resources/identity/user-routes.ts";
import { lawRoutes } from "./resources/law/routes.ts";
import { limitRoutes } from "./resources/limits/routes.ts";
import { LiveHub } from "./resources/live/live-hub.ts";
import { liveRoutes } from "./resources/live/routes.ts";
import { messageRoutes } from "./resources/messages/routes.ts";
import { needRoutes } from "./resources/needs/routes.ts";
import { outletRoutes } from "./resources/outlets/routes.ts";
import { overviewRoutes } from "./resources/overview/routes.ts";
import { registryRoutes } from "./resources/registry/routes.ts";
import { sumRoutes } from "./resources/sums/routes.ts";
import { clockRoutes, systemRoutes } from "./resources/system/routes.ts";
import { upstreamRoutes } from "./resources/upstreams/routes.ts";
import { takeTurns } from "./turns/take-turns.ts";

const BODY_BYTES = 256 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;
/** Ids of cases are made of those of findings, which name an outlet, a pollutant, a rule and a time. */
const LONGEST_PATH_PART = 300;

const PROBLEM = { description: "A problem (RFC 9457)", content: { "application/problem+json": { schema: ProblemOut } } };

const OPEN = {
  description: "Taken, and not decided yet: ask `/api/v1/commands/{command}`, or repeat the request with its Idempotency-Key",
  content: { "application/json": { schema: OpenOut } },
};

const ROUTES: readonly ((app: Api, context: ApiContext) => void)[] = [
  systemRoutes,
  clockRoutes,
  firstRunRoutes,
  sessionRoutes,
  userRoutes,
  tokenRoutes,
  auditRoutes,
  registryRoutes,
  firstStepRoutes,
  boardRoutes,
  needRoutes,
  overviewRoutes,
  outletRoutes,
  limitRoutes,
  sumRoutes,
  lawRoutes,
  commandRoutes,
  messageRoutes,
  deviceRoutes,
  deviceCommandRoutes,
  deviceGapRoutes,
  decodeRoutes,
  upstreamRoutes,
  findingRoutes,
  caseworkRoutes,
];

/**
 * Builds the HTTP server over its ports. The caller listens and closes; `close()` ends live streams and finishes
 * requests under way.
 */
export async function createApi(deps: ApiDeps): Promise<FastifyInstance> {
  const app = Fastify({
    ...(deps.log === undefined ? { logger: false } : { loggerInstance: deps.log }),
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: HEAD_TIME,
    trustProxy: deps.trustedProxies === undefined ? false : [...deps.trustedProxies],
    routerOptions: { maxParamLength: LONGEST_PATH_PART },
    frameworkErrors: answerBadAddress,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const registry = deps.registry ?? new NewestRegistry(deps.records);
  const context: ApiContext = { deps, registry, firstRun: new FirstRun(deps.identity, deps.firstRunKey) };
  const live = new LiveHub(deps, registry);

  boundHttp(app, deps);
  takeJson(app, deps.memoryMb);
  speakLanguages(app);
  answerProblems(app, () => namesOf(registry.known));
  setSecurityHeaders(app);
  checkAddresses(app, deps);
  await app.register(fastifyCookie);
  protectRoutes(app, deps);
  auditRefusals(app, deps);
  knowRequests(app, deps);
  rememberAnswers(app, deps);
  if (deps.readTurns !== undefined) takeTurns(app, deps.readTurns);
  sealCursors(app, deps.fingerprint);
  endConnectionsOnClose(app, live);
  await describeRoutes(app, deps.version);
  const api = app as unknown as Api;
  for (const register of ROUTES) register(api, context);
  liveRoutes(api, context, live);
  giveDescription(app);
  await serveStaticPages(app, deps.webRoot);
  await app.ready();
  return app;
}

/** What connections may take, in number and in answers that nobody reads. */
function boundHttp(app: FastifyInstance, { trustedProxies, httpSockets = HTTP_SOCKETS, unreadMs, onHttpClosed }: ApiDeps): void {
  const onRefused = onHttpClosed === undefined ? {} : { onRefused: onHttpClosed };
  boundConnections(app, trustedProxies !== undefined, { limits: httpSockets, ...onRefused });
  boundUnreadAnswers(app, { ...UNREAD_LIMITS, ...(unreadMs !== undefined && { unreadMs }) }, onHttpClosed);
}

/** Collects every route for `/openapi.json`, each with the problems it may answer. */
async function describeRoutes(app: FastifyInstance, version: string): Promise<void> {
  app.addHook("onRoute", (route) => {
    if (!route.url.startsWith("/api/")) return;
    const open = route.config?.journalled === true ? { 202: OPEN } : {};
    route.schema = { ...route.schema, response: { ...open, ...(route.schema?.response ?? {}), "4xx": PROBLEM, "5xx": PROBLEM } };
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Outfall", version, description: "Errors are RFC 9457 problems with a stable `code`." },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
      security: [{ bearer: [] }],
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig: {} }),
  });
}

/** Anybody may ask for it, also often: it is written once, and all answers share its bytes. */
function giveDescription(app: FastifyInstance): void {
  let written: Buffer | undefined;
  app.get("/openapi.json", { schema: { hide: true } }, async (_, reply) => {
    written ??= Buffer.from(JSON.stringify(app.swagger()));
    return reply.type("application/json; charset=utf-8").send(written);
  });
}
