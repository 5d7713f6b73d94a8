import { ROLES, type Role } from "../core/people/rights.ts";

/** Who may call a route: everybody (no log-in), or the roles named. What of it one sees is the matter of `scope.ts`. */
export type Right = "public" | readonly Role[];

const ADMINISTRATOR: readonly Role[] = ["administrator"];
const AUDITORS: readonly Role[] = ["auditor", "administrator"];
/** Those who see the whole district. */
const DISTRICT: readonly Role[] = ["bureau-staff", "duty-desk", "leading-group-office", "leader", "auditor", "administrator"];
/** Those who work on cases. The engine decides which step each of them may take. */
const CASEWORKERS: readonly Role[] = ROLES.filter((r) => r !== "leader" && r !== "auditor" && r !== "administrator");
/** The engine decides by role who may report or declare; an administrator only never takes a step of a case. */
const REPORTERS: readonly Role[] = [...CASEWORKERS, "administrator"];
const OPERATORS: readonly Role[] = ["bureau-staff", "duty-desk", "administrator"];

/** An enterprise sees its own devices. */
const DEVICE_READERS: readonly Role[] = [...DISTRICT, "enterprise-specialist"];

/** The one table of rights. A route that is not in it cannot be registered. */
export const ROUTE_RIGHTS: Readonly<Record<string, Right>> = {
  "GET /healthz": "public",
  "GET /readyz": "public",
  "GET /metrics": "public",
  "GET /openapi.json": "public",
  "GET /api/v1/about": "public",

  "POST /api/v1/session": "public",
  "GET /api/v1/session": ROLES,
  "DELETE /api/v1/session": ROLES,
  "GET /api/v1/users": AUDITORS,
  "POST /api/v1/users": ADMINISTRATOR,
  "PATCH /api/v1/users/:id": ADMINISTRATOR,
  "GET /api/v1/tokens": AUDITORS,
  "POST /api/v1/tokens": ADMINISTRATOR,
  "DELETE /api/v1/tokens/:id": ADMINISTRATOR,
  "GET /api/v1/audit": AUDITORS,

  "GET /api/v1/registry": ["bureau-staff", "duty-desk", "leading-group-office", "auditor", "administrator"],
  "PUT /api/v1/registry": ADMINISTRATOR,
  "GET /api/v1/registry/health": DISTRICT,
  "GET /api/v1/directory": ROLES,

  "GET /api/v1/outlets": ROLES,
  "GET /api/v1/outlets/:id": ROLES,
  "GET /api/v1/outlets/:id/series": ROLES,
  "GET /api/v1/outlets/:id/budget": ROLES,
  "GET /api/v1/limits": ROLES,
  "GET /api/v1/live": ROLES,

  "GET /api/v1/messages/account": DISTRICT,
  "GET /api/v1/quarantine": DISTRICT,
  "GET /api/v1/quarantine/:id": DISTRICT,
  "POST /api/v1/quarantine/:id/retry": OPERATORS,
  "GET /api/v1/devices": DEVICE_READERS,
  "GET /api/v1/devices/unknown": DISTRICT,
  "GET /api/v1/devices/refused": DISTRICT,
  "GET /api/v1/devices/:mn": DEVICE_READERS,
  "GET /api/v1/devices/:mn/commands": DEVICE_READERS,
  "GET /api/v1/devices/:mn/commands/:id": DEVICE_READERS,
  "POST /api/v1/devices/:mn/commands": OPERATORS,
  "GET /api/v1/devices/:mn/gaps": DEVICE_READERS,
  "POST /api/v1/decode": ROLES,

  "GET /api/v1/upstreams": ["bureau-staff", "duty-desk", "leader", "auditor", "administrator"],

  "GET /api/v1/findings": ROLES,
  "GET /api/v1/findings/:id": ROLES,
  "GET /api/v1/cases": ROLES,
  "GET /api/v1/cases/:id": ROLES,
  "POST /api/v1/cases": REPORTERS,
  "POST /api/v1/cases/:id/transitions": CASEWORKERS,
  "GET /api/v1/declarations": ROLES,
  "POST /api/v1/declarations": REPORTERS,
  "POST /api/v1/declarations/:id/decision": REPORTERS,

  "GET /api/v1/test/clock": ROLES,
  "POST /api/v1/test/clock": ADMINISTRATOR,
};

/** True when one of `roles` may call the route. */
export function mayCall(right: readonly Role[], roles: readonly Role[]): boolean {
  return roles.some((role) => right.includes(role));
}
