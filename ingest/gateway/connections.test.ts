import { Socket } from "node:net";
import { expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { JournalGate } from "../../doors/journal-gate.ts";
import { SenderRates } from "../../doors/sender-rates.ts";
import { DOOR_NOW, directoryOf, HandJournal } from "../../tests/support/hj212-door.ts";
import { Connections } from "./connections.ts";
import { DEFAULT_GATEWAY_LIMITS } from "./gateway-limits.ts";
import { PasswordBrake } from "./password-brake.ts";

/** Connections with one place for each sender, and what they refused. */
function onePlaceEach() {
  const refused: string[] = [];
  const journal = new HandJournal();
  const limits = { ...DEFAULT_GATEWAY_LIMITS, connectionsPerAddress: 1 };
  const connections = new Connections({
    journal,
    devices: directoryOf([]),
    clock: { now: () => DOOR_NOW, kind: "manual" },
    counters: {
      add: (name, label) => void refused.push(`${name} ${label}`),
      set: () => {},
    },
    log: NO_LOG,
    limits,
    deviceRates: new SenderRates(limits.deviceRate),
    addressRates: new SenderRates(limits.addressRate),
    brake: new PasswordBrake(limits),
    gate: new JournalGate(journal, limits.journalPendingBytes),
  });
  return { connections, refused };
}

function socketFrom(remoteAddress: string): Socket {
  return Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress });
}

test.each([
  ["two addresses of one IPv6 network", "2001:db8::1", "2001:db8::2"],
  ["an IPv4 address and its mapped form", "10.0.0.1", "::ffff:10.0.0.1"],
])("%s are one sender", (_name, first, second) => {
  const { connections, refused } = onePlaceEach();
  const sockets = [socketFrom(first), socketFrom(second)];

  for (const socket of sockets) connections.accept(socket);

  expect(sockets.map((socket) => socket.destroyed)).toEqual([false, true]);
  expect(refused).toEqual(["hj212_refused_connections_total too-many-from-address"]);
  for (const socket of sockets) socket.destroy();
});

test("two IPv6 networks are two senders", () => {
  const { connections, refused } = onePlaceEach();
  const sockets = [socketFrom("2001:db8::1"), socketFrom("2001:db8:0:1::1")];

  for (const socket of sockets) connections.accept(socket);

  expect(sockets.map((socket) => socket.destroyed)).toEqual([false, false]);
  expect(refused).toEqual([]);
  for (const socket of sockets) socket.destroy();
});
