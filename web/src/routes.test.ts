import { expect, test } from "vitest";
import { powersOf, ROLES, type Role } from "../../core/people/rights.ts";
import { entryAt, menuFor } from "./routes.tsx";

const menuOf = (role: Role): readonly string[] =>
  menuFor({ powers: [...powersOf([role])], enterprise: role === "enterprise-specialist" ? "e1" : null }).map(
    ({ path, label }) => `${label} ${path}`,
  );

test("each seat begins with its own work: the enterprise with now, casework with the queue, leaders with the overview, the administrator with the registry", () => {
  expect(menuOf("enterprise-specialist").slice(0, 3)).toEqual([
    "nav.now /now",
    "nav.outlet /outlets",
    "nav.declarations /declarations",
  ]);
  expect(menuOf("street-officer").slice(0, 4)).toEqual([
    "nav.queue /cases",
    "nav.live /now",
    "nav.outlet /outlets",
    "nav.approvals /declarations",
  ]);
  expect(menuOf("leader").slice(0, 3)).toEqual(["nav.overview /overview", "nav.live /now", "nav.outlet /outlets"]);
  expect(menuOf("administrator")[0]).toBe("nav.registry /registry");
});

test("who looks after devices finds devices, platforms, quarantine, decoder and system; nobody else does", () => {
  const seeing = ROLES.filter((role) => menuOf(role).includes("nav.system /system"));

  expect(seeing).toEqual(["bureau-staff", "duty-desk", "administrator"]);
  expect(menuOf("duty-desk").slice(-5)).toEqual([
    "nav.devices /devices",
    "nav.upstreams /upstreams",
    "nav.quarantine /quarantine",
    "nav.decode /decode",
    "nav.system /system",
  ]);
});

test("who only sees what lies within the own reach finds no overview of the district, and begins with what is measured now", () => {
  const menu = menuFor({ powers: ["see-own"], enterprise: null }).map(({ path }) => path);

  expect(menu.slice(0, 2)).toEqual(["/now", "/outlets"]);
  expect(menu).not.toContain("/overview");
});

test("a page below an entry belongs to it, and no other page whose name begins the same", () => {
  const menu = [{ path: "/cases", label: "nav.queue" as const }];

  expect(entryAt(menu, "/cases/c1")?.path).toBe("/cases");
  expect(entryAt(menu, "/casesx")).toBeUndefined();
});
