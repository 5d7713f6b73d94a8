import { closeSync, fstatSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { askAtSocket, roleSocketPath, serveRoleSocket } from "./role-socket.ts";

test.each(["gateway", "pipeline"] as const)(
  "a descriptor is given back once: what took its number since stays open (%s)",
  async (role) => {
    const root = mkdtempSync(join(tmpdir(), "outfall-socket-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const dataDir = join(root, "x".repeat(120));
    mkdirSync(join(dataDir, "locks"), { recursive: true });
    const path = roleSocketPath(dataDir, role);
    const stop = role === "gateway" ? await serveRoleSocket(path, () => ({ isRunning: true, away: [] })) : async () => {};
    const over = new AbortController();

    const answer = await askAtSocket(path, over.signal);
    // More than were given back: each takes the least number that is free.
    const files = Array.from({ length: 8 }, () => openSync(join(dataDir, "locks"), "r"));
    over.abort();
    await stop();
    await stop().catch(() => {});

    expect(answer).toEqual(role === "gateway" ? { isRunning: true, away: [] } : "absent");
    expect(files.map((file) => fstatSync(file).isDirectory())).toEqual(files.map(() => true));
    for (const file of files) closeSync(file);
  },
);
