import { hostname } from "node:os";
import { expect, test } from "vitest";
import { isOwnDoor } from "./own-door.ts";

const LOCAL = { host: "127.0.0.1", port: 9212 };
const EVERYWHERE = { host: "0.0.0.0", port: 9212 };

test.each([
  [LOCAL, "127.0.0.1", 9212, true],
  [LOCAL, "localhost", 9212, true],
  [LOCAL, "LOCALHOST", 9212, true],
  [LOCAL, "127.0.0.2", 9212, true],
  [LOCAL, "0.0.0.0", 9212, true],
  [LOCAL, "127.0.0.1", 9213, false],
  [LOCAL, "platform.example", 9212, false],
  [LOCAL, hostname(), 9212, false],
  [EVERYWHERE, hostname(), 9212, true],
  [EVERYWHERE, "::1", 9212, true],
  [EVERYWHERE, "192.0.2.1", 9212, false],
  [{ host: "192.0.2.7", port: 9212 }, "192.0.2.7", 9212, true],
  [{ host: "192.0.2.7", port: 9212 }, "localhost", 9212, false],
  [undefined, "localhost", 9212, false],
] as const)("behind the door %j, %s port %i is our own door: %s", (door, host, port, isOwn) => {
  expect(isOwnDoor(door, host, port)).toBe(isOwn);
});
