import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What was asked of it. */
export interface AskedHttp {
  readonly method: string;
  readonly url: string;
  readonly token: string;
  readonly body: string;
}

/** An HTTP side of a product that answers as it is told, on a free port, and keeps what it was asked. */
export async function answersOverHttp(answer: (asked: AskedHttp) => readonly [status: number, body: string]) {
  const asked: AskedHttp[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url = "", headers } = request;
    const one = { method, url, token: headers.authorization ?? "", body: Buffer.concat(chunks).toString("utf8") };
    asked.push(one);
    const [status, body] = answer(one);
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { port, asked, close, [Symbol.asyncDispose]: close };
}
