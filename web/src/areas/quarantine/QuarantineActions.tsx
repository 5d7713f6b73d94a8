import { App, Button } from "antd";
import type { ReactNode } from "react";
import type { QuarantineCountWire } from "../../../../api/resources/messages/schema.ts";
import type { QuarantineAction } from "../../../../core/readings/quarantine-order.ts";
import { reasonName } from "../../../../words/rejections.ts";
import { post } from "../../api/client.ts";
import { read } from "../../api/read.ts";
import { may } from "../../api/session.ts";
import { useRead } from "../../api/use-read.ts";
import { Failure } from "../../components/Failure.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { useSending } from "../../components/use-sending.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { quarantineWords } from "./words.ts";

const SHOWN_SECONDS = 6;

interface QuarantineActionsProps {
  /** What the list is filtered by; all of it when there is none. */
  readonly reason: string | undefined;
  readonly everyMs: number;
  readonly onAsked: () => void;
}

/**
 * How much the filter finds, and what can be done with all of it; each is confirmed with the number that it is about.
 */
export function QuarantineActions({ reason, everyMs, onAsked }: QuarantineActionsProps): ReactNode {
  const { say, lang } = useWords(quarantineWords);
  const { message, modal } = App.useApp();
  const session = useSession();
  const { failure, isBusy, send } = useSending(say);
  const filter = { reason };
  const count = useRead(read<QuarantineCountWire>("/quarantine/counts", filter), { everyMs }).data;
  if (count === undefined || count.rows === 0) return null;
  const ask = (action: QuarantineAction): void =>
    void modal.confirm({
      title: say(`quar.${action}Ask`, { n: count[COUNTED[action]] }),
      content: say(`quar.${action}Effect`),
      okText: say(`quar.${action}All`, { n: count[COUNTED[action]] }),
      okButtonProps: { danger: action === "discard" },
      cancelText: say("case.cancel"),
      onOk: () =>
        send(
          () => post<QuarantineCountWire>(`/quarantine/${action}`, filter),
          (done) => {
            void message.success(say(`quar.${action}Asked`, { n: done[COUNTED[action]] }), SHOWN_SECONDS);
            onAsked();
          },
        ),
    });
  return (
    <>
      <div className="quarantine-all">
        <span className="quiet">
          {reason === undefined ? say("quar.found", count) : say("quar.foundFor", { ...count, reason: reasonName(reason, lang) })}
        </span>
        {may(session, "retry-quarantine") && (
          <>
            <Button size="small" loading={isBusy} onClick={() => ask("retry")}>
              {say("quar.retryAll", { n: count.messages })}
            </Button>
            <Button size="small" disabled={isBusy} onClick={() => ask("discard")}>
              {say("quar.discardAll", { n: count.rows })}
            </Button>
          </>
        )}
      </div>
      <Failure text={failure} />
    </>
  );
}

/** A message is offered again whole; what is discarded is each reason for which something of it was rejected. */
const COUNTED = { retry: "messages", discard: "rows" } as const satisfies Readonly<
  Record<QuarantineAction, keyof QuarantineCountWire>
>;
