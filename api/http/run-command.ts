import type { Command } from "../../core/casework/command.ts";
import type { CommandBus } from "../../core/casework/command-bus.ts";
import { refusalProblem } from "./api-problem.ts";

/** Has a command decided and gives the result; a refusal becomes the answer. */
export async function runCommand(commands: CommandBus, command: Command): Promise<Readonly<Record<string, unknown>>> {
  const outcome = await commands.submit(command);
  if (!outcome.ok) throw refusalProblem(outcome.refusal);
  return outcome.result;
}

/** The id of what a command made, as the engine names it in its result. */
export function madeId(result: Readonly<Record<string, unknown>>, name: "caseId" | "declarationId"): string {
  const id = result["id"] ?? result[name];
  if (typeof id !== "string") throw new Error(`the engine answered no ${name}`);
  return id;
}
