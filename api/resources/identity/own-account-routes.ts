import type { FastifyReply, FastifyRequest } from "fastify";
import type { User } from "../../../core/people/identity.ts";
import type { Caller } from "../../auth/caller.ts";
import { weakPassword } from "../../auth/password-policy.ts";
import { hashPassword } from "../../auth/secrets.ts";
import { exchangeSecret, isStillProven } from "../../auth/sessions.ts";
import { newTotpSecret, stepOfCode, totpUri } from "../../auth/totp.ts";
import { type Api, type ApiContext, audit } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import type { LogIn } from "./log-in.ts";
import { CodeBody, NewSecondFactorOut, OwnPassword, PasswordBody, SessionOut, type SessionWire, WelcomedBody } from "./schema.ts";
import { callerToWire } from "./wire.ts";

/** A caller with a session of an account. */
type OwnCaller = Caller & { readonly user: User; readonly session: NonNullable<Caller["session"]> };

/** What somebody changes of the own account: the password, the second factor, and whether its first words are shown. */
export function ownAccountRoutes(app: Api, context: ApiContext, logIn: LogIn): void {
  ownPasswordRoute(app, context, logIn);
  beginSecondFactorRoute(app, context, logIn);
  secondFactorRoutes(app, context, logIn);
  welcomeRoute(app, context);
}

function welcomeRoute(app: Api, context: ApiContext): void {
  app.post(
    "/api/v1/session/welcome",
    {
      schema: {
        summary: "Put away the first words of a role: no session of the account shows them again",
        tags: ["session"],
        body: WelcomedBody,
        response: { 200: SessionOut },
      },
    },
    async (request) => {
      const caller = ownCaller(request);
      const { role } = request.body;
      const user = await changeOwn(context, caller, ({ roles, welcomed }) => ({
        welcomed: roles.filter((one) => one === role || welcomed?.includes(one) === true),
      }));
      return callerToWire({ ...caller, user });
    },
  );
}

function ownPasswordRoute(app: Api, context: ApiContext, logIn: LogIn): void {
  app.post(
    "/api/v1/session/password",
    {
      schema: {
        summary: "Change the own password; every other session of the account ends",
        tags: ["session"],
        body: OwnPassword,
        response: { 200: SessionOut },
      },
    },
    async (request, reply) => {
      const caller = ownCaller(request);
      const { current, password, code } = request.body;
      const user = await logIn.prove(request, { username: caller.user.username, password: current, code });
      if (password === current) throw problem("password-weak", { facts: { why: "password-unchanged" } });
      const why = weakPassword(password, user);
      if (why !== undefined) throw problem("password-weak", { facts: { why } });
      return saved(context, { caller, reply }, { passwordHash: await hashPassword(password), mustChangePassword: false });
    },
  );
}

function beginSecondFactorRoute(app: Api, context: ApiContext, logIn: LogIn): void {
  const { secrets } = context.deps;

  app.post(
    "/api/v1/session/second-factor",
    {
      schema: {
        summary: "Begin a second factor (RFC 6238); it counts once a code of it was confirmed",
        tags: ["session"],
        body: PasswordBody,
        response: { 200: NewSecondFactorOut },
      },
    },
    async (request) => {
      const caller = ownCaller(request);
      if (caller.user.secondFactor?.isConfirmed === true) throw problem("second-factor-on");
      await logIn.prove(request, { username: caller.user.username, password: request.body.password });
      const secret = newTotpSecret();
      const secondFactor = { secret: secrets.seal(secret), isConfirmed: false, lastStep: 0 };
      await changeOwn(context, caller, () => ({ secondFactor }));
      return { secret, uri: totpUri(secret, caller.username) };
    },
  );
}

function secondFactorRoutes(app: Api, context: ApiContext, logIn: LogIn): void {
  const { secrets, systemTime } = context.deps;

  app.post(
    "/api/v1/session/second-factor/confirmation",
    {
      schema: {
        summary: "Show a first code: from now on log-ins ask for one",
        tags: ["session"],
        body: CodeBody,
        response: { 200: SessionOut },
      },
    },
    async (request, reply) => {
      const caller = ownCaller(request);
      const begun = (await fresh(context, caller)).secondFactor;
      if (begun === null) throw problem("second-factor-not-begun");
      if (begun.isConfirmed) throw problem("second-factor-on");
      const step = stepOfCode(secrets.unseal(begun.secret), request.body.code, { nowMs: systemTime(), lastStep: begun.lastStep });
      if (step === undefined) throw problem("wrong-code");
      const secondFactor = { ...begun, isConfirmed: true, lastStep: step };
      return saved(context, { caller, reply }, { secondFactor });
    },
  );

  app.post(
    "/api/v1/session/second-factor/removal",
    {
      schema: {
        summary: "Take the second factor off, with the password and a code",
        tags: ["session"],
        body: PasswordBody.extend(CodeBody.shape),
        response: { 200: SessionOut },
      },
    },
    async (request, reply) => {
      const caller = ownCaller(request);
      const { password, code } = request.body;
      await logIn.prove(request, { username: caller.user.username, password, code });
      return saved(context, { caller, reply }, { secondFactor: null });
    },
  );
}

/** The account as it is now: the request may have waited for its turn. */
async function fresh({ deps }: ApiContext, { user }: OwnCaller): Promise<User> {
  return (await deps.identity.user(user.id)) ?? user;
}

/**
 * Changes the own account as it is now.
 * @throws ApiProblem `not-logged-in` when something else opens the account by now: that ended the session
 */
async function changeOwn({ deps }: ApiContext, { user }: OwnCaller, change: (now: User) => Partial<User>): Promise<User> {
  const changed = await deps.identity.changeUser(user.id, (now) =>
    isStillProven(user, now) ? { ...now, ...change(now) } : undefined,
  );
  if (changed === undefined) throw problem("not-logged-in");
  return changed;
}

/**
 * Saves the change and ends every other session: whoever had one of them is asked again. The own one goes on with
 * another secret, so that whoever has copied the old one is out, too.
 */
async function saved(
  context: ApiContext,
  { caller, reply }: { readonly caller: OwnCaller; readonly reply: FastifyReply },
  change: Partial<User>,
): Promise<SessionWire> {
  const { identity } = context.deps;
  const user = await changeOwn(context, caller, () => change);
  const detail = { fields: Object.keys(change) };
  await audit(context, user.id, { action: "account.change", subject: user.username, detail });
  await identity.deleteSessionsOf(user.id, caller.session.id);
  const session = await exchangeSecret(context.deps, reply, caller.session);
  return callerToWire({ ...caller, user, session });
}

function ownCaller(request: FastifyRequest): OwnCaller {
  const { caller } = request;
  if (caller?.user === undefined || caller.session === undefined) throw problem("session-needed");
  return { ...caller, user: caller.user, session: caller.session };
}
