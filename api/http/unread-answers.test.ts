import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, test } from "vitest";
import { boundUnreadAnswers, type UnreadLimits, type UnreadReason } from "./unread-answers.ts";

/** More than the buffers of two sockets on the loopback address take. */
const LARGE = Buffer.alloc(16 * 1024 * 1024, "x");
const HOUR_MS = 3_600_000;
const LIMITS: UnreadLimits = { unreadMs: HOUR_MS, unreadBytes: 1e12, requestsAtOnce: 4, sweepMs: 20 };

let app: FastifyInstance;
let sockets: Socket[] = [];
let closed: UnreadReason[] = [];
/** The server's sides, by the port of the client. */
const accepted = new Map<number | undefined, Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  [sockets, closed] = [[], []];
  await app.close();
});

async function listen(limits: Partial<UnreadLimits>, onCounted: () => void = () => {}): Promise<void> {
  app = Fastify({ forceCloseConnections: true });
  boundUnreadAnswers(app, { ...LIMITS, ...limits }, (reason) => closed.push(reason));
  app.server.on("connection", (socket) => {
    const port = socket.remotePort;
    accepted.set(port, socket);
    socket.once("close", () => accepted.delete(port));
  });
  app.get("/large", async (_, reply) => reply.send(LARGE));
  app.get("/small", async () => "small");
  app.get("/counted", () => {
    onCounted();
    return new Promise(() => {});
  });
  app.get("/never", () => new Promise(() => {}));
  await app.listen({ host: "127.0.0.1", port: 0 });
}

/** Asks for each path in one write, and reads nothing until it is told to. */
async function ask(...paths: readonly string[]): Promise<Socket> {
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.pause();
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`).join(""));
  return socket;
}

/** What lies unread here for a client; nothing when its connection is closed. */
const unsentTo = ({ localPort }: Socket): number | undefined => accepted.get(localPort)?.writableLength;
const openConnections = (): Promise<number> => new Promise((resolve) => app.server.getConnections((_, count) => resolve(count)));

// Behaviour
test("whoever asks and reads nothing of the answer is closed, and what was kept for him is let go", async () => {
  await listen({ unreadMs: 200 });
  await ask("/large");

  await expect.poll(() => closed).toEqual(["unread"]);
  await expect.poll(openConnections).toBe(0);
});

test("whoever reads slowly gets the whole answer", async () => {
  await listen({ unreadMs: 5_000 });
  const socket = await ask("/large");
  let read = 0;
  // A piece at a time; the bound is longer than the kernel takes to send on what was made room for.
  const timer = setInterval(() => {
    read += (socket.read() as Buffer | null)?.length ?? 0;
  }, 5);

  await expect.poll(() => read, { timeout: 30_000 }).toBeGreaterThanOrEqual(LARGE.length);
  clearInterval(timer);
  expect(closed).toEqual([]);
});

test("a request that is not answered yet is waited for, however long it takes", async () => {
  await listen({ unreadMs: 50 });
  const waiting = await ask("/never");
  // That the bound has passed for another says that it has passed here.
  await ask("/large");
  await expect.poll(() => closed).toEqual(["unread"]);

  await expect.poll(openConnections).toBe(1);
  expect(waiting.destroyed).toBe(false);
});

// Behaviour
test("beyond what may lie unread in all, those are closed that have let us wait longest", async () => {
  await listen({ unreadBytes: 1.5 * LARGE.length });
  const first = await ask("/large");
  await expect.poll(() => unsentTo(first)).toBeGreaterThan(0);
  const second = await ask("/large");

  await expect.poll(() => closed).toEqual(["unread-by-all"]);
  await expect.poll(() => [unsentTo(first), unsentTo(second)]).toEqual([undefined, expect.any(Number)]);
});

test("a connection with more requests at once than a browser has is closed", async () => {
  await listen({});
  await ask("/never", "/never", "/never", "/never");
  await ask("/never", "/never", "/never", "/never", "/small");

  await expect.poll(() => closed).toEqual(["too-many-requests-at-once"]);
  await expect.poll(openConnections).toBe(1);
});

test("of whoever asks for hundreds at once, none is worked on beyond what may be", async () => {
  let worked = 0;
  await listen({}, () => {
    worked += 1;
  });
  await ask(...Array.from({ length: 300 }, () => "/counted"));

  await expect.poll(() => closed).toEqual(["too-many-requests-at-once"]);
  await expect.poll(openConnections).toBe(0);
  expect(worked).toBeLessThanOrEqual(LIMITS.requestsAtOnce);
});
