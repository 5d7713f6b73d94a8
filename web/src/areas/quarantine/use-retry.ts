import { App } from "antd";
import { useState } from "react";
import type { QuarantineWire } from "../../../../api/resources/messages/schema.ts";
import { reasonName } from "../../../../words/rejections.ts";
import { failureWords } from "../../components/failure-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { type RetryOutcome, retryMessage } from "./quarantine-retry.ts";
import { quarantineWords } from "./words.ts";

interface Retry {
  readonly retry: () => void;
  readonly isBusy: boolean;
}

/** Offers a message again and tells what became of it. */
export function useRetry(row: QuarantineWire, onRetried: () => void): Retry {
  const { say, lang } = useWords(quarantineWords);
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const tell = (outcome: RetryOutcome): void => {
    if (outcome.kind === "usable") void message.success(say("quar.retried"));
    else if (outcome.kind === "waiting") void message.info(say("quar.waiting"));
    else {
      const reasons = outcome.rows.map((r) => `${reasonName(r.reason, lang)}${say("list.colon")}${r.detail}`);
      void message.warning(say("quar.still", { reasons: reasons.join(say("list.semicolon")) }), 6);
    }
    onRetried();
  };
  const retry = (): void => {
    setBusy(true);
    retryMessage(row)
      .then(tell, (error: unknown) => void message.error(failureWords(error, say)))
      .finally(() => setBusy(false));
  };
  return { retry, isBusy };
}
