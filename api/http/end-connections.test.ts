import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import type { LiveHub } from "../resources/live/live-hub.ts";
import { endConnectionsOnClose } from "./end-connections.ts";

const NO_LIVE = { close: () => {} } as LiveHub;
/** No test waits so long: what ends, ends for another reason. */
const HOUR_MS = 3_600_000;

interface Caller {
  readonly socket: Socket;
  /** Everything that came until the connection was closed. */
  readonly closed: Promise<string>;
}

async function startServer(lastWordMs: number) {
  const app = Fastify();
  endConnectionsOnClose(app, NO_LIVE, lastWordMs);
  let answer = (_: string): void => {};
  const answered = new Promise<string>((resolve) => {
    answer = resolve;
  });
  app.get("/quick", async () => "quick");
  app.get("/slow", () => answered);
  app.post("/take", async () => "taken");
  await app.listen({ host: "127.0.0.1", port: 0 });
  let requests = 0;
  app.server.on("request", () => {
    requests += 1;
  });
  return { app, answer, requests: () => requests };
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
  return { socket, closed: once(socket, "close").then(() => heard) };
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const BODY = '{"half":"whole"}';
const HALF = `POST /take HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY.slice(0, 8)}`;

test("connections without a request under way end first; requests under way are finished, and then the server has ended", async () => {
  const { app, answer, requests } = await startServer(HOUR_MS);
  const idle = [await call(app, ""), await call(app, "GET /quick HTTP/1.1\r\nHost: x"), await call(app, get("/quick"))];
  const asked = await call(app, get("/slow"));
  const half = await call(app, HALF);
  await expect.poll(requests).toBe(3);
  await expect.poll(() => idle[2]?.socket.bytesRead).toBeGreaterThan(0);

  const closing = app.close();
  await Promise.all(idle.map(({ closed }) => closed));
  answer("done");
  half.socket.write(BODY.slice(8));

  expect(await asked.closed).toMatch(/^HTTP\/1\.1 200 [\s\S]*done$/);
  expect(await half.closed).toMatch(/^HTTP\/1\.1 200 [\s\S]*taken$/);
  await closing;
});

test("who does not finish a request in time is cut off", async () => {
  const { app, requests } = await startServer(50);
  const half = await call(app, HALF);
  await expect.poll(requests).toBe(1);

  await app.close();

  expect(await half.closed).toBe("");
});

test("a server with nothing but a silent connection ends without waiting for anybody's time to be over", async () => {
  const { app } = await startServer(HOUR_MS);
  const silent = await call(app, "");

  await app.close();

  expect(await silent.closed).toBe("");
});
