import { closeSync, fstatSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
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
    files.push(openSync(dataDir, "r"));
    await stop();

    expect(answer).toEqual(role === "gateway" ? { isRunning: true, away: [] } : "absent");
    expect(files.map((file) => fstatSync(file).isDirectory())).toEqual(files.map(() => true));
    for (const file of files) closeSync(file);
  },
);

const OTHER_ANSWERS = [
  ...["", "{", "null", "5", '"silent"', "[]", "{}", '{"isRunning":true}', '{"isRunning":true,"away":5}'],
  ...['{"isRunning":true,"away":[null]}', '{"isRunning":true,"away":[{}]}', '{"isRunning":1,"away":[]}'],
  '{"isRunning":true,"away":[],"journal":"elsewhere"}',
  '{"isRunning":true,"away":[{"store":"cellar","trouble":"no-answer"}]}',
  '{"isRunning":true,"away":[{"store":"series","trouble":"toString"}]}',
];

/** Whatever listens where a role should. */
async function listening(says: (socket: Socket) => void): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "outfall-socket-"));
  const path = join(folder, "gateway.sock");
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
    says(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return path;
}

// Behaviour
test("whatever answers in place of a role, and is none, is a role that is absent", async () => {
  const answers: unknown[] = [];
  for (const text of OTHER_ANSWERS) {
    const path = await listening((socket) => socket.end(text));
    answers.push(await askAtSocket(path, new AbortController().signal));
  }

  expect(answers).toEqual(OTHER_ANSWERS.map(() => "absent"));
});

test("nothing is kept of an answer without end", async () => {
  const path = await listening((socket) => {
    const more = (): void => {
      while (socket.write("x".repeat(65_536)));
    };
    socket.on("drain", more);
    more();
  });

  expect(await askAtSocket(path, new AbortController().signal)).toBe("absent");
});

test("what a role says of stores and its journal is given as it says it", async () => {
  const health = { isRunning: false, journal: "full", away: [{ store: "series", trouble: "no-answer" }] } as const;
  const path = await listening((socket) => socket.end(JSON.stringify(health)));

  expect(await askAtSocket(path, new AbortController().signal)).toEqual(health);
});
