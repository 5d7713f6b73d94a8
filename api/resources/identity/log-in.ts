import { setTimeout as pause } from "node:timers/promises";
import type { FastifyRequest } from "fastify";
import type { SecondFactor, User } from "../../../core/people/identity.ts";
import { senderOf } from "../../../doors/sender-of.ts";
import { browserCookieOf } from "../../auth/cookies.ts";
import { knownBrowser } from "../../auth/known-browser.ts";
import { LogInGuard } from "../../auth/log-in-guard.ts";
import { isPassword } from "../../auth/secrets.ts";
import { stepOfCode } from "../../auth/totp.ts";
import { type ApiContext, audit } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";

/** What somebody shows to prove who it is. */
interface Shown {
  readonly username: string;
  readonly password: string;
  /** Of the second factor. */
  readonly code?: string | undefined;
}

/** Proves who somebody is by password and second factor, at the pace that the guard allows. */
export class LogIn {
  readonly #context: ApiContext;
  readonly #guard: LogInGuard;

  constructor(context: ApiContext) {
    this.#context = context;
    this.#guard = new LogInGuard({ now: context.deps.systemTime, pause: context.deps.pause ?? ((ms) => pause(ms)) });
  }

  /** The account, proven. @throws ApiProblem when it is not, or when nobody may try now. */
  async prove(request: FastifyRequest, shown: Shown): Promise<User> {
    const { deps } = this.#context;
    const found = await deps.identity.userByName(shown.username);
    const user = found === undefined || found.disabled ? undefined : found;
    const browser = user && knownBrowser(browserCookieOf(request, deps), user.id, deps.fingerprint);
    let missing: "password" | "code" | "wrong-code" = "password";
    const outcome = await this.#guard.attempt({ username: shown.username, address: senderOf(request.ip), browser }, async () => {
      if (!(await isPassword(user?.passwordHash, shown.password)) || user === undefined) return false;
      missing = shown.code === undefined ? "code" : "wrong-code";
      return this.#takesCode(user, shown.code);
    });
    if ("waitSeconds" in outcome) {
      const seconds = outcome.waitSeconds;
      throw problem("too-many-log-ins", { facts: { seconds }, retryAfterSeconds: seconds });
    }
    if (outcome.passed && user !== undefined) return user;
    const detail = { address: request.ip, missing };
    await audit(this.#context, "nobody", { action: "session.refused", subject: shown.username, detail });
    throw problem(CODE_OF[missing]);
  }

  /** True when the account has no second factor, or this is its code now, for the first time. */
  async #takesCode(user: User, code: string | undefined): Promise<boolean> {
    const { secondFactor } = user;
    if (secondFactor === null || !secondFactor.isConfirmed) return true;
    if (code === undefined) return false;
    const { identity, systemTime } = this.#context.deps;
    const secret = this.#opened(secondFactor);
    if (secret === undefined) return false;
    const step = stepOfCode(secret, code, { nowMs: systemTime(), lastStep: secondFactor.lastStep });
    return step !== undefined && (await identity.changeUser(user.id, (now) => withStep(now, step))) !== undefined;
  }

  /** A secret that was sealed with another key opens nothing: another administrator has to take it off. */
  #opened({ secret }: SecondFactor): string | undefined {
    try {
      return this.#context.deps.secrets.unseal(secret);
    } catch {
      return undefined;
    }
  }
}

/** The account with the step taken; `undefined` when it, or a later one, was taken before: of two at once one wins. */
function withStep(user: User, step: number): User | undefined {
  const { secondFactor } = user;
  if (secondFactor === null || step <= secondFactor.lastStep) return undefined;
  return { ...user, secondFactor: { ...secondFactor, lastStep: step } };
}

const CODE_OF = {
  password: "wrong-credentials",
  code: "second-factor-needed",
  "wrong-code": "wrong-code",
} as const;
