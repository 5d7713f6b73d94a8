import type { NeededRole, RoleAnswer } from "../../core/readiness/readiness.ts";
import { NEEDED_ROLES } from "../../core/readiness/readiness.ts";
import type { Bus } from "../bus.ts";
import { askAtSocket, roleSocketPath } from "./role-socket.ts";
import { within } from "./within.ts";

/** Less than the five seconds within which whoever asks the product is answered. */
export const ANSWER_MS = 4_000;

export interface AskingOptions {
  readonly bus: Bus;
  /** Roles of this process: they are asked over the bus, those of other processes at their sockets. */
  readonly roles: readonly string[];
  readonly dataDir: string;
  readonly answerMs?: number;
}

/** Asks the roles that are needed, each in its own thread, all at once. */
export function askingRoles(options: AskingOptions): () => Promise<Readonly<Record<NeededRole, RoleAnswer>>> {
  const { bus, roles, dataDir, answerMs = ANSWER_MS } = options;
  let question = 0;
  return async () => {
    question += 1;
    const own = NEEDED_ROLES.filter((role) => roles.includes(role));
    const told = askOnBus({ bus, roles: own, question, answerMs });
    const others = NEEDED_ROLES.filter((role) => !roles.includes(role)).map(async (role) => {
      const over = AbortSignal.timeout(answerMs);
      return [role, await within(askAtSocket(roleSocketPath(dataDir, role), over), answerMs, "silent")] as const;
    });
    const answers = await Promise.all([
      ...others,
      ...own.map(async (role) => [role, (await told).get(role) ?? "silent"] as const),
    ]);
    return Object.fromEntries(answers) as Record<NeededRole, RoleAnswer>;
  };
}

interface BusQuestion {
  readonly bus: Bus;
  readonly roles: readonly NeededRole[];
  readonly question: number;
  readonly answerMs: number;
}

async function askOnBus({ bus, roles, question, answerMs }: BusQuestion): Promise<ReadonlyMap<NeededRole, RoleAnswer>> {
  const answers = new Map<NeededRole, RoleAnswer>();
  let all = (): void => {};
  const complete = new Promise<void>((resolve) => {
    all = resolve;
  });
  const off = bus.onMessage("role-answer", (answer) => {
    if (answer.question !== question) return;
    answers.set(answer.role, answer.health);
    if (roles.every((role) => answers.has(role))) all();
  });
  if (roles.length === 0) all();
  else bus.post({ type: "role-question", question });
  await within(complete, answerMs, undefined);
  off();
  return answers;
}
