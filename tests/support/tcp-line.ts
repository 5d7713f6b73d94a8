import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A line to a server on this machine that can be cut, or carry nothing without a word to either side. */
export async function tcpLine(port: number) {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("data", (chunk) => isSilent || to.write(chunk));
      from.on("error", () => to.destroy());
      from.on("close", () => isSilent || to.destroy());
    }
    near.on("close", () => pairs.delete(pair));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  const cut = (): void => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    port: address.port,
    /** Every connection ends with a reset. */
    cut,
    /** Nothing comes through, and nobody is told. */
    silence: (): void => {
      isSilent = true;
    },
    /** The line carries again: what it was silent about is gone with its connections. */
    restore: (): void => {
      isSilent = false;
      cut();
    },
    async close(): Promise<void> {
      isSilent = false;
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
