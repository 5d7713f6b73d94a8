import { closeSync, openSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import type { JournalHealth } from "../../core/journal/journal.ts";
import type { AskedStore, NeededRole, RoleAnswer, RoleHealth, StoreAway } from "../../core/readiness/readiness.ts";
import { STORE_TROUBLE_WORDS } from "../../words/stores.ts";

/** A longer path does not fit into the address of a socket, and would be cut off without a word. */
const LONGEST_PATH_BYTES = 100;
/** Far more than a role has to say. */
const MOST_CHARACTERS = 65_536;
const JOURNALS: readonly unknown[] = ["ok", "full", "failed"] satisfies readonly JournalHealth[];
const STORES: readonly unknown[] = ["journal", "intake", "records", "series"] satisfies readonly AskedStore[];

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
    server.once("error", (cause) => {
      release();
      reject(cause);
    });
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

/** Whoever dies while it answers leaves a part of it; another build, or what is no role, may say anything. */
function healthIn(text: string): RoleHealth | undefined {
  try {
    const said: unknown = JSON.parse(text);
    return isHealth(said) ? said : undefined;
  } catch {
    return undefined;
  }
}

function isHealth(said: unknown): said is RoleHealth {
  if (!isFields(said)) return false;
  const { isRunning, journal = "ok", away } = said;
  return typeof isRunning === "boolean" && JOURNALS.includes(journal) && Array.isArray(away) && away.every(isAway);
}

function isAway(said: unknown): said is StoreAway {
  if (!isFields(said)) return false;
  const { store, trouble } = said;
  return STORES.includes(store) && typeof trouble === "string" && Object.hasOwn(STORE_TROUBLE_WORDS, trouble);
}

function isFields(said: unknown): said is Readonly<Record<string, unknown>> {
  return typeof said === "object" && said !== null;
}

/** Gives what was said until its end; nothing more is kept of somebody who goes on beyond what a role has to say. */
function readWhole(socket: Socket, onText: (text: string) => void): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    text += chunk;
    if (text.length > MOST_CHARACTERS) onText("");
  });
  socket.once("end", () => onText(text));
}
