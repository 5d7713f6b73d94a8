import type { FastifyInstance } from "fastify";
import type { LiveHub } from "../live/live-hub.ts";

const SWEEP_MS = 100;

/**
 * Lets `close()` end soon: live streams are ended, and connections that become idle are closed as they do. Without this the server waits out the
 * keep-alive time of every connection that was busy when the end began. Requests under way are finished.
 */
export function endConnectionsOnClose(app: FastifyInstance, live: LiveHub): void {
  app.addHook("preClose", async () => {
    live.close();
    if (!app.server.listening) return;
    const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
    app.server.once("close", () => clearInterval(sweep));
  });
}
