import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { knownBrowser, rememberBrowser } from "./known-browser.ts";

const keyed = (key: string) => (text: string) => createHash("sha256").update(key).update(text).digest("base64url");
const own = keyed("key of this installation");

test("a browser is known for the accounts that logged in there, and for no other", () => {
  const cookie = rememberBrowser(rememberBrowser("", "u1", own), "u2", own);

  expect(knownBrowser(cookie, "u1", own)).toMatch(/^[\w-]{22}$/);
  expect(knownBrowser(cookie, "u2", own)).toMatch(/^[\w-]{22}$/);
  expect(knownBrowser(cookie, "u3", own)).toBeUndefined();
});

test("a cookie of another installation, one that was made up, and rubbish are known to nobody", () => {
  const foreign = rememberBrowser("", "u1", keyed("another key"));

  for (const cookie of [foreign, "", "~~~", ".", `${"a".repeat(22)}.${"b".repeat(43)}`, "\u0000"]) {
    expect(knownBrowser(cookie, "u1", own)).toBeUndefined();
  }
});

test("a browser keeps its nonce over log-ins, and the newest four accounts", () => {
  let cookie = rememberBrowser("", "u1", own);
  const nonce = knownBrowser(cookie, "u1", own);
  cookie = rememberBrowser(cookie, "u1", own);
  expect(knownBrowser(cookie, "u1", own)).toBe(nonce);

  for (const user of ["u2", "u3", "u4", "u5"]) cookie = rememberBrowser(cookie, user, own);
  expect(["u1", "u2", "u5"].map((user) => knownBrowser(cookie, user, own) !== undefined)).toEqual([false, true, true]);
});
