import { SUBJECTS } from "../../cases/all-subjects.ts";
import { holds, type Power, type Role } from "../../core/people/rights.ts";
import { pathOfCommand } from "../http/command-path.ts";

/**
 * What calling a route asks for: nothing (no log-in), or a power. What of the answer one sees is the matter of
 * `scope.ts`.
 */
export type Right = "public" | Power;

/** Which power each route asks for. A route that is not in here cannot be registered. */
export const ROUTE_RIGHTS: Readonly<Record<string, Right>> = {
  "GET /healthz": "public",
  "GET /readyz": "public",
  "GET /metrics": "public",
  "GET /openapi.json": "public",
  "GET /api/v1/about": "public",

  "POST /api/v1/first-run": "public",
  "POST /api/v1/session": "public",
  "GET /api/v1/session": "see-own",
  "DELETE /api/v1/session": "see-own",
  "POST /api/v1/session/password": "see-own",
  "POST /api/v1/session/second-factor": "see-own",
  "POST /api/v1/session/second-factor/confirmation": "see-own",
  "POST /api/v1/session/second-factor/removal": "see-own",
  "POST /api/v1/session/welcome": "see-own",
  "GET /api/v1/sessions": "see-own",
  "DELETE /api/v1/sessions/:id": "see-own",
  "GET /api/v1/users": "see-accounts",
  "POST /api/v1/users": "change-accounts",
  "PATCH /api/v1/users/:id": "change-accounts",
  "GET /api/v1/tokens": "see-accounts",
  "POST /api/v1/tokens": "change-accounts",
  "DELETE /api/v1/tokens/:id": "change-accounts",
  "GET /api/v1/audit": "see-audit",

  "GET /api/v1/first-steps": "change-registry",
  "POST /api/v1/first-plant": "change-registry",
  "POST /api/v1/first-plant/secrets": "change-registry",
  "GET /api/v1/registry": "see-registry",
  "PUT /api/v1/registry": "change-registry",
  "GET /api/v1/registry/:collection/:id": "see-registry",
  "PATCH /api/v1/registry/:collection/:id": "change-registry",
  "DELETE /api/v1/registry/:collection/:id": "change-registry",
  "GET /api/v1/registry/health": "see-district",
  "GET /api/v1/directory": "see-own",

  "GET /api/v1/board": "see-own",
  "GET /api/v1/overview": "see-district",
  "GET /api/v1/needs": "see-own",
  "GET /api/v1/outlets": "see-own",
  "GET /api/v1/outlets/:id": "see-own",
  "GET /api/v1/outlets/:id/series": "see-own",
  "GET /api/v1/outlets/:id/budget": "see-own",
  "GET /api/v1/limits": "see-own",
  "GET /api/v1/rates": "see-own",
  "GET /api/v1/mass": "see-own",
  "GET /api/v1/outlets/:id/hours": "see-own",
  "GET /api/v1/law": "see-registry",
  "POST /api/v1/law/:id/confirmation": "confirm-law",
  "DELETE /api/v1/law/:id/confirmation": "confirm-law",
  "GET /api/v1/live": "see-own",

  "GET /api/v1/messages/account": "see-messages",
  "GET /api/v1/quarantine": "see-messages",
  "GET /api/v1/quarantine/:id": "see-messages",
  "GET /api/v1/quarantine/counts": "see-messages",
  "POST /api/v1/quarantine/retry": "retry-quarantine",
  "POST /api/v1/quarantine/discard": "retry-quarantine",
  "POST /api/v1/quarantine/:id/retry": "retry-quarantine",
  "GET /api/v1/devices": "see-devices",
  "GET /api/v1/devices/unknown": "see-district",
  "GET /api/v1/devices/refused": "see-district",
  "GET /api/v1/devices/:mn": "see-devices",
  "GET /api/v1/devices/:mn/commands": "see-devices",
  "GET /api/v1/devices/:mn/commands/:id": "see-devices",
  "POST /api/v1/devices/:mn/commands": "operate-devices",
  "GET /api/v1/devices/:mn/gaps": "see-devices",
  "POST /api/v1/decode": "see-own",

  "GET /api/v1/upstreams": "see-upstreams",

  "GET /api/v1/findings": "see-own",
  "GET /api/v1/findings/:id": "see-own",

  "GET /api/v1/commands/:id": "see-own",

  ...rightsOfCasework(),

  "GET /api/v1/test/clock": "see-own",
  "POST /api/v1/test/clock": "move-clock",
};

/** True when one of `roles` may call the route. */
export function mayCall(right: Power, roles: readonly Role[]): boolean {
  return holds(roles, right);
}

/** Who reads a subject, and who asks something of it, is said by the subject. */
function rightsOfCasework(): Readonly<Record<string, Power>> {
  const rights: Record<string, Power> = {};
  for (const subject of SUBJECTS) {
    const path = `/api/v1/${subject.door.path}`;
    for (const read of [path, `${path}/counts`, `${path}/:id`]) rights[`GET ${read}`] = subject.door.power;
    for (const kind of subject.commands) rights[`POST ${pathOfCommand({ subject, kind })}`] = kind.power;
  }
  return rights;
}
