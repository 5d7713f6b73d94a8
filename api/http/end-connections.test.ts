import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import type { LiveHub } from "../live/live-hub.ts";
import { endConnectionsOnClose } from "./end-connections.ts";

const NO_LIVE = { close: () => {} } as LiveHub;
const DAWDLE_MS = 400;

interface Caller {
  readonly socket: Socket;
  /** Everything that came until the connection was closed, and how long after the end began that was. */
  readonly closed: Promise<{ readonly heard: string; readonly at: number }>;
}

async function startServer(): Promise<FastifyInstance> {
  const app = Fastify();
  endConnectionsOnClose(app, NO_LIVE);
  app.get("/quick", async () => "quick");
  app.get("/dawdle", () => new Promise((answer) => setTimeout(answer, DAWDLE_MS, "done")));
  app.post("/take", async () => "taken");
  await app.listen({ host: "127.0.0.1", port: 0 });
  return app;
}

async function call(app: FastifyInstance, says: string): Promise<Caller> {
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk;
  });
  socket.on("error", () => {
    // A connection that is cut may end with a reset.
  });
  await once(socket, "connect");
  if (says !== "") socket.write(says);
  return { socket, closed: once(socket, "close").then(() => ({ heard, at: performance.now() })) };
}

test("connections without a request under way end at once, requests under way are answered, half of one ends after two seconds", async () => {
  const app = await startServer();
  let requests = 0;
  app.server.on("request", () => {
    requests += 1;
  });
  const idle = [
    await call(app, ""),
    await call(app, "GET /quick HTTP/1.1\r\nHost: x"),
    await call(app, "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n"),
  ];
  const asked = await call(app, "GET /dawdle HTTP/1.1\r\nHost: x\r\n\r\n");
  const half = await call(
    app,
    'POST /take HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half":',
  );
  await expect.poll(() => requests).toBe(3);
  await expect.poll(() => idle[2]?.socket.bytesRead).toBeGreaterThan(0);

  const began = performance.now();
  await app.close();
  const ended = performance.now() - began;

  for (const { closed } of idle) expect((await closed).at - began).toBeLessThan(DAWDLE_MS);
  expect((await asked.closed).heard).toMatch(/^HTTP\/1\.1 200 [\s\S]*done$/);
  expect((await half.closed).at - began).toBeGreaterThan(1_900);
  expect(ended).toBeLessThan(4_000);
});

test("without a request under way the server ends at once", async () => {
  const app = await startServer();
  const silent = await call(app, "");

  const began = performance.now();
  await app.close();
  await silent.closed;

  expect(performance.now() - began).toBeLessThan(1_000);
});
