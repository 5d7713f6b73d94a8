import { expect, test } from "vitest";
import { SocketsByDevice } from "./sockets-by-device.ts";

test("one socket too many of a device names its oldest one, and another device's are not counted with them", () => {
  const sockets = new SocketsByDevice<string>(2);

  const named = [sockets.add("a", "a1"), sockets.add("b", "b1"), sockets.add("a", "a2"), sockets.add("a", "a3")];

  expect(named).toEqual([undefined, undefined, undefined, "a1"]);
});

test("a socket that has gone leaves its place, and one that was never counted takes none", () => {
  const sockets = new SocketsByDevice<string>(1);

  sockets.add("a", "a1");
  sockets.delete("a", "a1");
  sockets.delete("a", "never");
  sockets.delete("b", "never");

  expect(sockets.add("a", "a2")).toBeUndefined();
});
