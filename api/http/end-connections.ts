import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

const SWEEP_MS = 100;
/** Who is asked something has so long to answer, and whose answer is made has so long to read it. */
const LAST_WORD_MS = 2_000;

/**
 * Lets `close()` end soon: live streams are ended, and connections without a request under way are closed, those too
 * that have said nothing yet or only half a header (`closeIdleConnections` leaves these until their time is up).
 * Requests under way are finished, but within two seconds: whoever sends half a body, or does not read, ends then.
 */
export function endConnectionsOnClose(app: FastifyInstance, live: { close(): void }, lastWordMs = LAST_WORD_MS): void {
  const requestsBySocket = countRequests(app);
  app.addHook("preClose", async () => {
    live.close();
    if (!app.server.listening) return;
    const sweep = setInterval(closeIdle, SWEEP_MS, requestsBySocket);
    const last = setTimeout(() => {
      for (const socket of requestsBySocket.keys()) socket.destroy();
    }, lastWordMs);
    app.server.once("close", () => {
      clearInterval(sweep);
      clearTimeout(last);
    });
    closeIdle(requestsBySocket);
  });
}

/** Every open connection, with its number of requests under way. */
function countRequests({ server }: FastifyInstance): ReadonlyMap<Socket, number> {
  const requestsBySocket = new Map<Socket, number>();
  const add = (socket: Socket, more: number): void => {
    const now = requestsBySocket.get(socket);
    if (now !== undefined) requestsBySocket.set(socket, now + more);
  };
  server.on("connection", (socket) => {
    requestsBySocket.set(socket, 0);
    socket.once("close", () => requestsBySocket.delete(socket));
  });
  server.on("request", ({ socket }, response) => {
    add(socket, 1);
    response.once("close", () => add(socket, -1));
  });
  return requestsBySocket;
}

function closeIdle(requestsBySocket: ReadonlyMap<Socket, number>): void {
  for (const [socket, requests] of requestsBySocket) if (requests === 0) socket.destroySoon();
}
