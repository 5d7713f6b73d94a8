import { expect, test } from "vitest";
import { type Power, powersOf, ROLES, type Role } from "../../core/people/rights.ts";
import { ROLE_TASKS } from "../../words/roles.ts";
import { entryAt, menuFor, titleOf, waitingAt } from "./routes.tsx";

const menuOf = (role: Role): readonly string[] =>
  menuFor({ powers: [...powersOf([role])], enterprise: role === "enterprise-specialist" ? "e1" : null }).map(
    ({ path, label }) => `${label.zh} ${path}`,
  );

test("each seat begins with its own work: the enterprise with now, casework with the queue, leaders with the overview, the administrator with the registry", () => {
  expect(menuOf("enterprise-specialist").slice(0, 3)).toEqual(["现在 /now", "排口 /outlets", "申报 /declarations"]);
  expect(menuOf("street-officer").slice(0, 4)).toEqual(["待办 /cases", "实时 /now", "排口 /outlets", "申报 /declarations"]);
  expect(menuOf("leader").slice(0, 3)).toEqual(["概览 /overview", "实时 /now", "排口 /outlets"]);
  expect(menuOf("administrator")[0]).toBe("登记 /registry");
});

test("who looks after devices finds devices, platforms, quarantine, decoder and system; nobody else does", () => {
  const seeing = ROLES.filter((role) => menuOf(role).includes("系统 /system"));

  expect(seeing).toEqual(["bureau-staff", "duty-desk", "administrator"]);
  expect(menuOf("duty-desk").slice(-5)).toEqual([
    "设备 /devices",
    "转发 /upstreams",
    "隔离区 /quarantine",
    "解码 /decode",
    "系统 /system",
  ]);
});

test("who only sees what lies within the own reach finds no overview of the district, and begins with what is measured now", () => {
  const menu = menuFor({ powers: ["see-own"], enterprise: null }).map(({ path }) => path);

  expect(menu.slice(0, 2)).toEqual(["/now", "/outlets"]);
  expect(menu).not.toContain("/overview");
});

/** Where each power that a role's card names is used. */
const PAGE_OF: Readonly<Partial<Record<Power, string>>> = {
  "see-own": "/outlets",
  declare: "/declarations",
  "decide-declaration": "/declarations",
  "retry-quarantine": "/quarantine",
  "operate-devices": "/devices",
  "change-registry": "/registry",
  "change-accounts": "/registry",
  "see-district": "/overview",
};

// Behaviour
test("the card of each role promises only what the role may do, on a page of its menu", () => {
  for (const role of ROLES) {
    for (const { power } of ROLE_TASKS[role]) {
      expect(powersOf([role])).toContain(power);
      // Every other power is one of steps of a case.
      expect(menuOf(role).map((entry) => entry.split(" ").at(-1))).toContain(PAGE_OF[power] ?? "/cases");
    }
  }
});

test("who may not answer declarations finds them under a name that promises no answer", () => {
  const named = (role: Role) => menuOf(role).find((entry) => entry.endsWith("/declarations"));

  expect(named("bureau-staff")).toBe("申报审批 /declarations");
  expect(named("street-officer")).toBe("申报 /declarations");
});

test("a page below an entry belongs to it, and no other page whose name begins the same", () => {
  const menu = [{ path: "/cases", label: { zh: "待办", en: "Queue" } }];

  expect(entryAt(menu, "/cases/c1")?.path).toBe("/cases");
  expect(entryAt(menu, "/casesx")).toBeUndefined();
});

test("a menu entry says how much waits on its page and how much of that is late, and nothing where nothing waits", () => {
  const needs = { cases: { waiting: 3, overdue: 1, leads: 2 }, devices: { waiting: 0 } };

  expect(waitingAt("/cases", needs)).toEqual({ count: 3, overdue: 1 });
  expect(waitingAt("/devices", needs)).toBeUndefined();
  expect(waitingAt("/now", needs)).toBeUndefined();
  expect(waitingAt("/cases", undefined)).toBeUndefined();
});

// Behaviour
test("the title of a tab names the page and how much waits there", () => {
  const product = "排污口";

  expect(titleOf("待办", { product, waiting: { count: 3, overdue: 0 } })).toBe("(3) 待办 · 排污口");
  expect(titleOf("隔离区", { product, waiting: { count: 1_000, overdue: 0 } })).toBe("(999+) 隔离区 · 排污口");
  expect(titleOf("实时", { product, waiting: undefined })).toBe("实时 · 排污口");
  expect(titleOf(undefined, { product, waiting: undefined })).toBe("排污口");
});
