import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** How much of what was answered may lie here unread. */
export interface UnreadLimits {
  /** A connection whose client takes nothing of an answer for so long is closed. */
  readonly unreadMs: number;
  /** Over all connections; beyond it those are closed whose clients have let us wait longest. */
  readonly unreadBytes: number;
  /** Requests of one connection that are not answered yet: a browser has one. */
  readonly requestsAtOnce: number;
  /** How often it is looked at. */
  readonly sweepMs: number;
}

export const UNREAD_LIMITS: UnreadLimits = {
  unreadMs: 30_000,
  unreadBytes: 64 * 1024 * 1024,
  requestsAtOnce: 16,
  sweepMs: 500,
};

/** Why a connection is closed. */
export type UnreadReason = "unread" | "unread-by-all" | "too-many-requests-at-once";

/**
 * Bounds what is kept for clients that ask and do not read. A client on a slow line is not meant: whoever takes
 * something of an answer now and then is waited for, as long as all together leave no more unread than may be kept.
 */
export function boundUnreadAnswers(
  app: FastifyInstance,
  limits: UnreadLimits,
  onClosed: (reason: UnreadReason) => void = () => {},
): void {
  const { server } = app;
  const open = new Map<Socket, Answers>();
  const ended = new WeakSet<Socket>();
  const end = (socket: Socket, reason: UnreadReason): void => {
    if (ended.has(socket)) return;
    ended.add(socket);
    onClosed(reason);
    socket.destroy();
  };
  // What came in the same piece as the one that was too many is read all the same, and is not worked on.
  app.addHook("onRequest", (request, reply, done) => {
    if (ended.has(request.raw.socket)) reply.hijack();
    else done();
  });
  server.on("connection", (socket) => {
    open.set(socket, new Answers(socket));
    socket.once("close", () => open.delete(socket));
  });
  // Before the routes have it.
  server.prependListener("request", ({ socket }, response) => {
    const answers = open.get(socket);
    answers?.begin(response);
    if ((answers?.underWay ?? 0) > limits.requestsAtOnce) end(socket, "too-many-requests-at-once");
  });
  // The time counts from the last byte that went either way; a request that is not answered yet is left alone.
  server.setTimeout(limits.unreadMs, (socket) => {
    const answers = open.get(socket);
    if (answers !== undefined && answers.unread() > 0) end(socket, "unread");
    else if (answers === undefined || answers.underWay === 0) socket.destroy();
  });
  const sweep = setInterval(() => {
    for (const socket of slowest([...open.values()], limits.unreadBytes)) end(socket, "unread-by-all");
  }, limits.sweepMs);
  sweep.unref();
  server.once("close", () => clearInterval(sweep));
}

/** Whose answers have to go, the longest unread first, until the rest is no more than `most` bytes. */
function slowest(open: readonly Answers[], most: number): readonly Socket[] {
  let bytes = 0;
  const waiting = open.filter((answers) => {
    const unread = answers.look(performance.now());
    bytes += unread;
    return unread > 0;
  });
  const ended: Socket[] = [];
  for (const answers of waiting.sort((a, b) => a.unreadSince - b.unreadSince)) {
    if (bytes <= most) break;
    bytes -= answers.unread();
    ended.push(answers.socket);
  }
  return ended;
}

/** The answers of one connection. */
class Answers {
  readonly socket: Socket;
  readonly #underWay = new Set<ServerResponse>();
  /** By the monotonic clock; counts while something is unread. */
  unreadSince = Number.POSITIVE_INFINITY;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  begin(response: ServerResponse): void {
    this.#underWay.add(response);
    response.once("close", () => this.#underWay.delete(response));
  }

  /** Bytes that were answered and not sent: of the answer at hand in the socket, of those behind it in themselves. */
  unread(): number {
    let bytes = this.socket.writableLength;
    for (const response of this.#underWay) if (response.socket === null) bytes += response.writableLength;
    return bytes;
  }

  look(now: number): number {
    const unread = this.unread();
    this.unreadSince = unread === 0 ? Number.POSITIVE_INFINITY : Math.min(this.unreadSince, now);
    return unread;
  }
}
