import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { askProduct } from "./ask-product.ts";
import { CommandFailed } from "./usage-error.ts";

/** A product that answers one request after the other. */
async function answering(...answers: readonly (readonly [status: number, body: object])[]) {
  const asked: Pick<IncomingMessage, "method" | "url" | "headers">[] = [];
  const server = createServer((request, response) => {
    const [status, body] = answers[asked.push(request) - 1] ?? [500, {}];
    request.resume();
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const product = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { product, asked, close, [Symbol.asyncDispose]: close };
}

const PUT = { method: "PUT", path: "/api/v1/registry", body: "{}", token: "t" } as const;

test("an import that is not decided yet is waited for, and its answer fetched with the same key", async () => {
  await using server = await answering([202, { command: "c1" }], [200, { state: "done" }], [200, { changed: {} }]);

  const answer = await askProduct({ product: server.product, ...PUT });

  expect([answer.status, await answer.json()]).toEqual([200, { changed: {} }]);
  expect(server.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "PUT /api/v1/registry",
    "GET /api/v1/commands/c1",
    "PUT /api/v1/registry",
  ]);
  const keys = server.asked.map(({ headers }) => headers["idempotency-key"]);
  expect(keys[0]).toBe(keys[2]);
  expect([typeof keys[0], keys[1]]).toEqual(["string", undefined]);
});

test("an answer that is no open command is the answer, whatever its status", async () => {
  await using server = await answering([202, { id: "q1" }], [422, { code: "idempotency-key-reused" }]);

  expect((await askProduct({ product: server.product, ...PUT })).status).toBe(202);
  expect((await askProduct({ product: server.product, ...PUT })).status).toBe(422);
});

test("nobody answers: the command fails and says where", async () => {
  const server = await answering();
  await server.close();

  await expect(askProduct({ product: server.product, ...PUT })).rejects.toThrow(CommandFailed);
});

test("a command that stays open, or of which the product cannot speak now, is asked for again", async () => {
  const [open, waiting, broken, done] = [{ command: "c1" }, { state: "waiting" }, {}, { state: "done" }];
  await using server = await answering([202, open], [200, waiting], [503, broken], [200, done], [200, { changed: {} }]);

  const answer = await askProduct({ product: server.product, ...PUT });

  expect([answer.status, server.asked.map(({ method }) => method)]).toEqual([200, ["PUT", "GET", "GET", "GET", "PUT"]]);
});

test("an answer that leads elsewhere is not followed: the token goes nowhere else", async () => {
  await using elsewhere = await answering([200, {}]);
  const server = createServer((_request, response) => {
    response.writeHead(307, { location: `${elsewhere.product}/api/v1/registry` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const product = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  await expect(askProduct({ product, ...PUT })).rejects.toThrow(CommandFailed);

  expect(elsewhere.asked).toEqual([]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
