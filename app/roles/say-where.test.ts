import { expect, test } from "vitest";
import { addressOf } from "./say-where.ts";

test.each([
  ["127.0.0.1", "http://127.0.0.1:8080"],
  ["0.0.0.0", "http://127.0.0.1:8080"],
  ["::", "http://127.0.0.1:8080"],
  ["::1", "http://[::1]:8080"],
  ["grid.example", "http://grid.example:8080"],
])("a server on %s is opened at %s", (host, address) => {
  expect(addressOf({ host, port: 8080 })).toBe(address);
});
