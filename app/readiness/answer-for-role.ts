import type { Log } from "../../core/log.ts";
import { NEEDED_ROLES, type NeededRole, type RoleHealth } from "../../core/readiness/readiness.ts";
import type { Bus } from "../bus.ts";
import { roleSocketPath, serveRoleSocket } from "./role-socket.ts";

export interface AnswerOptions {
  readonly role: string;
  /** All roles of this process: where the API is none of them, it asks from another process. */
  readonly roles: readonly string[];
  readonly dataDir: string;
  readonly bus: Bus;
  readonly log: Log;
  readonly health: () => RoleHealth;
}

/**
 * Has the thread of a role answer how it is: an answer comes only while its own loop turns. Roles that nobody needs
 * for being ready are not asked. @returns how to stop
 */
export async function answerForRole(options: AnswerOptions): Promise<() => Promise<void>> {
  const { roles, dataDir, bus, log, health } = options;
  const role = NEEDED_ROLES.find((needed) => needed === options.role);
  if (role === undefined) return async () => {};
  if (roles.includes("api")) return answerOnBus(bus, role, health);
  try {
    return await serveRoleSocket(roleSocketPath(dataDir, role), health);
  } catch (cause) {
    const facts = { cause: String(cause) };
    log.error(facts, "nobody can ask this role how it is: the data directory takes no sockets; /readyz will call it absent");
    return async () => {};
  }
}

function answerOnBus(bus: Bus, role: NeededRole, health: () => RoleHealth): () => Promise<void> {
  const silence = bus.onMessage("role-question", ({ question }) => {
    bus.post({ type: "role-answer", question, role, health: health() });
  });
  return async () => silence();
}
