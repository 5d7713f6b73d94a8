import { expect, test } from "vitest";
import { isWrongSetting, networkTrouble } from "./store-trouble.ts";

/** An error as the system makes it. */
function systemError(code: string, more: object = {}): Error {
  return Object.assign(new Error(code), { code }, more);
}

test("a name without an address is said with the name, and with none where the system names none", () => {
  expect(networkTrouble(systemError("ENOTFOUND", { hostname: "db.local" }))).toEqual({
    code: "no-address",
    facts: { host: "db.local" },
  });
  expect(networkTrouble(systemError("EAI_AGAIN"))).toEqual({ code: "no-address", facts: { host: "" } });
});

test("where nobody listens is said with the address and the port", () => {
  expect(networkTrouble(systemError("ECONNREFUSED", { address: "127.0.0.1", port: 5432 }))).toEqual({
    code: "nobody-listens",
    facts: { address: "127.0.0.1:5432" },
  });
});

test.each([
  ["ETIMEDOUT", "no-answer"],
  ["EHOSTUNREACH", "no-answer"],
  ["ENETUNREACH", "no-answer"],
  ["ECONNRESET", "connection-lost"],
  ["EPIPE", "connection-lost"],
])("%s is %s", (code, trouble) => {
  expect(networkTrouble(systemError(code))).toEqual({ code: trouble, facts: {} });
});

test("of several tries to connect the last one says why", () => {
  const tries = [systemError("ECONNREFUSED", { address: "::1", port: 5432 }), systemError("ETIMEDOUT")];

  expect(networkTrouble(new AggregateError(tries))).toEqual({ code: "no-answer", facts: {} });
  expect(networkTrouble(new AggregateError([], "connection timeout"))).toEqual({ code: "no-answer", facts: {} });
});

test("a driver that waited too long without a code got no answer, and anything else is not the network", () => {
  for (const words of ["Request timed out", "timeout expired", "Connection time-out"]) {
    expect(networkTrouble(new Error(words)), words).toEqual({ code: "no-answer", facts: {} });
  }
  expect(networkTrouble(new Error("syntax error"))).toBeUndefined();
  expect(networkTrouble("ETIMEDOUT")).toBeUndefined();
});

test("a wrong password has to be mended, and a store that is away is waited for", () => {
  expect(isWrongSetting({ code: "wrong-password", facts: {} })).toBe(true);
  expect(isWrongSetting({ code: "no-answer", facts: {} })).toBe(false);
});
