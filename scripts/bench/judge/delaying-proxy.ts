import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { atExit } from "../../harness/left-behind.ts";

/**
 * Passes TCP on to `target` on the loopback address, every piece half a round trip late in each direction, as a network
 * does. Answers with its port.
 */
export async function delayingProxy(target: number, roundTripMs: number): Promise<number> {
  const oneWay = roundTripMs / 2;
  const server = createServer((near) => {
    const far = connect({ port: target, host: "127.0.0.1", noDelay: true });
    near.setNoDelay(true);
    passOn(near, far, oneWay);
    passOn(far, near, oneWay);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atExit(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Late {
  readonly chunk: Buffer;
  readonly due: number;
}

function passOn(from: Socket, to: Socket, delayMs: number): void {
  const waiting: Late[] = [];
  let isLooking = false;
  // Timers count whole milliseconds: what is due within this turn is looked for until it is.
  const look = (): void => {
    const now = performance.now();
    while (waiting[0] !== undefined && waiting[0].due <= now) to.write((waiting.shift() as Late).chunk);
    isLooking = waiting.length > 0;
    if (isLooking) setImmediate(look);
  };
  from.on("data", (chunk: Buffer) => {
    waiting.push({ chunk, due: performance.now() + delayMs });
    if (!isLooking) look();
  });
  from.on("error", () => to.destroy());
  from.on("close", () => setTimeout(() => to.destroy(), delayMs + 5));
}
