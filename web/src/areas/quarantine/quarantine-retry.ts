import type { QuarantineWire } from "../../../../api/resources/messages/schema.ts";
import { reasonName } from "../../../../words/rejections.ts";
import { get, post } from "../../api/client.ts";
import type { PageWire } from "../../api/read.ts";
import type { Lang } from "../../i18n/say.ts";
import type { QuarantineSay } from "./words.ts";

/** What became of a retry: the message can be used, some of it still cannot, or nobody knows yet. */
export type RetryOutcome =
  | { readonly kind: "usable" }
  | { readonly kind: "still"; readonly rows: readonly QuarantineWire[] }
  | { readonly kind: "waiting" };

const LOOKS = 20;
const LOOK_MS = 500;

/**
 * Offers the message again and waits for what comes of it: the pipeline decides, some moments after the answer of the
 * server.
 */
export async function retryMessage(row: QuarantineWire): Promise<RetryOutcome> {
  await post(`/quarantine/${encodeURIComponent(row.id)}/retry`);
  for (let look = 0; look < LOOKS; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const { items } = await get<PageWire<QuarantineWire>>("/quarantine", { messageId: row.messageId, limit: 1000 });
    const outcome = outcomeOf(row, items);
    if (outcome.kind !== "waiting") return outcome;
  }
  return { kind: "waiting" };
}

/**
 * Reads the outcome from the rows of the message: a retry closes the old ones, and what is still rejected has new
 * ones.
 */
export function outcomeOf(before: QuarantineWire, rows: readonly QuarantineWire[]): RetryOutcome {
  const isOld = (row: QuarantineWire): boolean => row.id === before.id && row.retriedAt === before.retriedAt;
  if (rows.some(isOld)) return { kind: "waiting" };
  return rows.length === 0 ? { kind: "usable" } : { kind: "still", rows };
}

/** What the person is told of a retry, and how loudly. */
export interface RetryNotice {
  readonly tone: "success" | "info" | "warning";
  readonly text: string;
}

/** @see RetryNotice */
export function noticeOf(outcome: RetryOutcome, say: QuarantineSay, lang: Lang): RetryNotice {
  if (outcome.kind === "usable") return { tone: "success", text: say("quar.retried") };
  if (outcome.kind === "waiting") return { tone: "info", text: say("quar.waiting") };
  const reasons = outcome.rows.map(({ reason, detail }) => `${reasonName(reason, lang)}${say("list.colon")}${detail}`);
  return { tone: "warning", text: say("quar.still", { reasons: reasons.join(say("list.semicolon")) }) };
}
