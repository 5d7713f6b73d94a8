import type { FastifyInstance } from "fastify";
import { OpenSockets, type SocketLimits, type SocketRefusal } from "../../doors/open-sockets.ts";

/** An office behind one address has some hundred pages open, each with its live stream. */
export const HTTP_SOCKETS: SocketLimits = { connections: 4_000, connectionsPerAddress: 500 };

/** How long the head of a request may take, and how often it is looked at. */
export const HEAD_TIME = { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 } as const;

/** A body of a route that asks for no login. */
export const OPEN_BODY_BYTES = 4_096;

/**
 * Bounds open connections, in all and by sender: one that is too many is closed before anything of it is read. Behind a
 * proxy that is named all connections come from it, so there only all together are bounded.
 */
export function boundConnections(
  app: FastifyInstance,
  isBehindProxy: boolean,
  { limits, onRefused = () => {} }: { readonly limits: SocketLimits; readonly onRefused?: (reason: SocketRefusal) => void },
): void {
  const perAddress = isBehindProxy ? limits.connections : limits.connectionsPerAddress;
  const open = new OpenSockets({ ...limits, connectionsPerAddress: perAddress });
  app.server.prependListener("connection", (socket) => {
    const refusal = open.refusalFor(socket.remoteAddress);
    if (refusal === undefined) {
      open.add(socket);
      return;
    }
    onRefused(refusal);
    socket.destroy();
  });
}
