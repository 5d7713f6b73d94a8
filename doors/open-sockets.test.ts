import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { type CountedSocket, OpenSockets } from "./open-sockets.ts";

function socketFrom(remoteAddress: string): CountedSocket & EventEmitter {
  return Object.assign(new EventEmitter(), { remoteAddress }) as unknown as CountedSocket & EventEmitter;
}

test("one IPv6 network has no more places than one IPv4 address", () => {
  const sockets = new OpenSockets({ connections: 100, connectionsPerAddress: 2 });
  for (const address of ["2001:db8::1", "2001:db8::2"]) sockets.add(socketFrom(address));

  expect(sockets.refusalFor("2001:db8::3")).toBe("too-many-from-address");
  expect(sockets.refusalFor("2001:db8:0:1::3")).toBeUndefined();
});

test("an IPv4 address and its mapped form share their places", () => {
  const sockets = new OpenSockets({ connections: 100, connectionsPerAddress: 1 });
  sockets.add(socketFrom("10.0.0.1"));

  expect(sockets.refusalFor("::ffff:10.0.0.1")).toBe("too-many-from-address");
});

test("a place is free again when its socket has closed", () => {
  const sockets = new OpenSockets({ connections: 1, connectionsPerAddress: 1 });
  const socket = socketFrom("10.0.0.1");
  sockets.add(socket);
  expect(sockets.refusalFor("10.0.0.2")).toBe("too-many");

  socket.emit("close");

  expect([sockets.refusalFor("10.0.0.1"), sockets.refusalFor("10.0.0.2")]).toEqual([undefined, undefined]);
});

test("a sender of whom one of two sockets has closed still holds the place of the other", () => {
  const sockets = new OpenSockets({ connections: 100, connectionsPerAddress: 2 });
  const [first, second] = [socketFrom("10.0.0.1"), socketFrom("10.0.0.1")];
  sockets.add(first);
  sockets.add(second);

  first.emit("close");
  sockets.add(socketFrom("10.0.0.1"));
  expect(sockets.refusalFor("10.0.0.1")).toBe("too-many-from-address");

  second.emit("close");
  expect(sockets.refusalFor("10.0.0.1")).toBeUndefined();
});
