import type { CaseState } from "../core/casework/case.ts";
import type { Refusal } from "../core/casework/refusal.ts";
import type { Problem } from "../core/result.ts";

/** The edit was made against an older version of the case. */
export function staleVersion(given: number, current: number): Refusal {
  return { status: 409, code: "stale-version", message: `案件已更新：所依据版本 ${given}，当前版本 ${current}` };
}

/** The step is not in the state table, or its count is used up; `allowed` says what may come. */
export function transitionNotAllowed(message: string, allowed: readonly CaseState[]): Refusal {
  return { status: 409, code: "transition-not-allowed", message, allowed };
}

/** The actor holds no role that may do this. */
export function roleNotAllowed(message: string): Refusal {
  return { status: 403, code: "role-not-allowed", message };
}

/** The matter belongs to cells or an enterprise the actor does not answer for. */
export function outsideYourCells(): Refusal {
  return { status: 403, code: "outside-your-cells", message: "不在您负责的网格或企业范围内" };
}

/** Who handled a case may not verify or close it. */
export function samePerson(): Refusal {
  return { status: 409, code: "same-person", message: "核查、结案人员不得与处置人员为同一人" };
}

/** What was sent is incomplete or wrong, field by field. */
export function invalidFields(errors: readonly Problem[]): Refusal {
  return { status: 400, code: "invalid-fields", message: errors.map((e) => e.message).join("；"), errors };
}
