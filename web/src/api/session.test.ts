import { afterEach, expect, test, vi } from "vitest";
import { lookAtDoor } from "./session.ts";

const ABOUT = {
  district: "演示区",
  demo: true,
  firstRun: false,
  session: null,
  accounts: [{ username: "a" }],
  clock: { kind: "system", now: "2026-11-23T00:00:00.000Z" },
};

/** A server that answers each path with a status and a body. */
function serving(answers: Readonly<Record<string, readonly [number, unknown]>>): void {
  vi.stubGlobal("fetch", async (url: string) => {
    const [status, body] = answers[url.replace("/api/v1", "")] ?? [404, {}];
    return new Response(JSON.stringify(body), { status });
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test("who is logged in is known with the clock of the installation", async () => {
  serving({ "/about": [200, { ...ABOUT, session: { user: "bureau", powers: ["desk"] } }] });

  expect((await lookAtDoor()).session).toMatchObject({ user: "bureau", demo: true, clock: ABOUT.clock });
});

test("nobody logged in is no problem: the log-in page has the district and the accounts of the demo", async () => {
  serving({ "/about": [200, ABOUT] });

  const { accounts, district } = ABOUT;
  expect(await lookAtDoor()).toEqual({ session: null, accounts, district, firstRun: false, problem: null });
});

test("a server that fails is a problem, and nobody is logged out by it", async () => {
  serving({ "/about": [503, { code: "database-down" }] });
  expect(await lookAtDoor()).toMatchObject({ session: null, problem: { code: "database-down" } });

  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  expect(await lookAtDoor()).toMatchObject({ session: null, problem: { status: 0 } });
});
