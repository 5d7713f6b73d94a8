import type { FastifyInstance, FastifyRequest, RouteOptions } from "fastify";
import { problem } from "../http/api-problem.ts";
import { type Moment, ReadTurns, TURN_LIMITS, type TurnLimits } from "./read-turns.ts";
import { ThreadWork } from "./thread-work.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Whether a request waits for its turn; every GET that asks for a log-in does when left out. */
    readonly takesTurn?: boolean;
  }
}

/** What is told of reads that wait. */
export interface TurnsTold {
  /** How many wait for their turn now. */
  readonly onWaiting?: (count: number) => void;
  /** A read was refused, since its account has too many open. */
  readonly onRefused?: () => void;
}

const RETRY_AFTER_SECONDS = 2;

/**
 * Lets reads take turns: a chart in a loop takes half of a core at most, and delays neither an acknowledgement nor the
 * chart of another account. A turn lasts until the answer is written as text; whoever reads it slowly keeps nobody.
 */
export function takeTurns(app: FastifyInstance, told: TurnsTold, limits: TurnLimits = TURN_LIMITS): void {
  const reads = new Reads(told, limits);
  app.addHook("preHandler", (request, reply, done) => {
    const { caller } = request;
    if (caller === undefined || !takesTurn(request.routeOptions)) {
      done();
      return;
    }
    const account = caller.actor.id;
    // A read that has begun works on when its client goes, until it notices: its turn ends with its work.
    reply.raw.once("close", () => reads.leave(request, account));
    if (!reads.ask(request, account, done)) done(problem("too-many-reads", { retryAfterSeconds: RETRY_AFTER_SECONDS }));
  });
  // After the answer was written as text, which is a good part of the work of a long list.
  app.addHook("onSend", (request, _reply, _payload, done) => {
    reads.end(request);
    done();
  });
  app.addHook("onClose", (_, done) => {
    reads.stop();
    done();
  });
}

/** Whether requests of a route wait for their turn. */
export function takesTurn({
  method,
  config,
}: Pick<RouteOptions, "config"> & { readonly method: RouteOptions["method"] }): boolean {
  return config?.takesTurn ?? method === "GET";
}

/** The reads of one API, each with what begins it. */
class Reads {
  readonly #told: TurnsTold;
  readonly #turns: ReadTurns<FastifyRequest>;
  readonly #begin = new WeakMap<FastifyRequest, () => void>();
  readonly #work = new ThreadWork();
  #timer: NodeJS.Timeout | undefined;

  constructor(told: TurnsTold, limits: TurnLimits) {
    this.#told = told;
    this.#turns = new ReadTurns(limits);
  }

  ask(request: FastifyRequest, account: string, begin: () => void): boolean {
    if (!this.#turns.ask(account, request)) {
      this.#told.onRefused?.();
      return false;
    }
    this.#begin.set(request, begin);
    this.#look();
    return true;
  }

  end(request: FastifyRequest): void {
    this.#turns.end(request, this.#moment());
    this.#look();
  }

  leave(request: FastifyRequest, account: string): void {
    this.#turns.leave(account, request);
    this.#told.onWaiting?.(this.#turns.waiting);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#work.close();
  }

  #moment(): Moment {
    return { nowMs: performance.now(), workedMs: this.#work.workedMs() };
  }

  #look(): void {
    clearTimeout(this.#timer);
    let next = this.#turns.next(this.#moment());
    while (next !== undefined && "begin" in next) {
      this.#begin.get(next.begin)?.();
      next = this.#turns.next(this.#moment());
    }
    this.#told.onWaiting?.(this.#turns.waiting);
    clearTimeout(this.#timer);
    if (next !== undefined) this.#timer = setTimeout(() => this.#look(), next.inMs);
  }
}
