import fc from "fast-check";
import { expect, test } from "vitest";
import { senderOf } from "./sender-of.ts";

test.each([
  ["10.1.2.3", "10.1.2.3"],
  ["::ffff:10.1.2.3", "10.1.2.3"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8:0:1:a:b:c:d", "2001:db8:0:1::/64"],
  ["2001:0DB8::5", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  [undefined, ""],
])("the sender behind %s is counted as %s", (address, sender) => {
  expect(senderOf(address)).toBe(sender);
});

test("all addresses of one IPv6 network are one sender", () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
  const four = fc.tuple(group, group, group, group);
  fc.assert(
    fc.property(four, four, four, (network, one, other) => {
      expect(senderOf([...network, ...one].join(":"))).toBe(senderOf([...network, ...other].join(":")));
    }),
  );
});
