import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, test } from "vitest";
import { boundConnections } from "./bound-connections.ts";

const LIMITS = { connections: 3, connectionsPerAddress: 2 };
const REQUEST = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

let app: FastifyInstance;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await app.close();
});

async function listen(isBehindProxy: boolean): Promise<void> {
  app = Fastify({ forceCloseConnections: true });
  boundConnections(app, isBehindProxy, { limits: LIMITS });
  app.get("/", async () => "here");
  await app.listen({ host: "127.0.0.1", port: 0 });
}

/** Asks over a connection that stays open; gives what the server did. */
async function ask(): Promise<"answered" | "closed"> {
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  socket.write(REQUEST);
  return Promise.race([
    once(socket, "data").then(() => "answered" as const),
    new Promise<"closed">((resolve) => socket.once("close", () => resolve("closed"))),
  ]);
}

test("connections of one address are bounded, and one that closes makes room", async () => {
  await listen(false);

  expect([await ask(), await ask(), await ask()]).toEqual(["answered", "answered", "closed"]);

  const [first] = sockets;
  const closed = first && once(first, "close");
  first?.destroy();
  await closed;
  await expect.poll(ask).toBe("answered");
});

test("behind a named proxy all together are bounded", async () => {
  await listen(true);

  expect([await ask(), await ask(), await ask(), await ask()]).toEqual(["answered", "answered", "answered", "closed"]);
});
