import { App } from "antd";
import { useState } from "react";
import type { QuarantineWire } from "../../../../api/resources/messages/schema.ts";
import { failureWords } from "../../components/failure-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { noticeOf, type RetryOutcome, retryMessage } from "./quarantine-retry.ts";
import { quarantineWords } from "./words.ts";

const SHOWN_SECONDS = 6;

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
    const { tone, text } = noticeOf(outcome, say, lang);
    void message[tone](text, SHOWN_SECONDS);
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
