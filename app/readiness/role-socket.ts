import { closeSync, openSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import type { NeededRole, RoleAnswer, RoleHealth } from "../../core/readiness/readiness.ts";

/** A longer path does not fit into the address of a socket, and would be cut off without a word. */
const LONGEST_PATH_BYTES = 100;

/** Where a role that runs in a process of its own is asked: beside its lock, in the data directory. */
export function roleSocketPath(dataDir: string, role: NeededRole): string {
  return join(dataDir, "locks", `${role}.sock`);
}

/** An address that fits, and how to give it back: once, since the number of a descriptor is soon another file's. */
function addressOf(path: string): { readonly address: string; release(): void } {
  if (Buffer.byteLength(path) <= LONGEST_PATH_BYTES) return { address: path, release: () => {} };
  const folder = openSync(dirname(path), "r");
  let isOpen = true;
  const release = (): void => {
    if (isOpen) closeSync(folder);
    isOpen = false;
  };
  return { address: `/proc/self/fd/${folder}/${basename(path)}`, release };
}

/**
 * Tells whoever connects how the role is. Whoever holds the role's lock calls it, so what lies there is of one that is
 * dead. @returns how to stop
 */
export async function serveRoleSocket(path: string, health: () => RoleHealth): Promise<() => Promise<void>> {
  rmSync(path, { force: true });
  const { address, release } = addressOf(path);
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(JSON.stringify(health()));
    socket.resume();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, resolve);
  });
  server.unref();
  return async () => {
    await new Promise((resolve) => server.close(resolve));
    release();
  };
}

/** Asks at a role's socket. Never resolves while the role is there and says nothing: the caller bounds the wait. */
export function askAtSocket(path: string, signal: AbortSignal): Promise<RoleAnswer> {
  return new Promise((resolve) => {
    const { address, release } = tryAddressOf(path) ?? { address: path, release: () => {} };
    const socket = connect(address);
    const over = (): void => done("silent");
    const done = (answer: RoleAnswer): void => {
      signal.removeEventListener("abort", over);
      socket.destroy();
      release();
      resolve(answer);
    };
    signal.addEventListener("abort", over, { once: true });
    socket.once("error", () => done("absent"));
    readWhole(socket, (text) => done(healthIn(text) ?? "absent"));
  });
}

/** Without a folder of locks no role has ever run here. */
function tryAddressOf(path: string): ReturnType<typeof addressOf> | undefined {
  try {
    return addressOf(path);
  } catch {
    return undefined;
  }
}

/** Whoever dies while it answers leaves a part of it. */
function healthIn(text: string): RoleHealth | undefined {
  try {
    return JSON.parse(text) as RoleHealth;
  } catch {
    return undefined;
  }
}

function readWhole(socket: Socket, onText: (text: string) => void): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    text += chunk;
  });
  socket.once("end", () => onText(text));
}
