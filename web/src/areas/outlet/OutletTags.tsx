import { App, Button, Input, Popconfirm } from "antd";
import { type ReactNode, useState } from "react";
import type { OutletWire } from "../../../../api/resources/outlets/schema.ts";
import type { TagWire } from "../../../../cases/tag/tag-wire.ts";
import { post } from "../../api/client.ts";
import { type PageWire, part, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { may } from "../../api/session.ts";
import { usePagedRead, useRefresh } from "../../api/use-read.ts";
import { failureWords } from "../../components/failure-words.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { Empty, View } from "../../components/View.tsx";
import { beijingDateTime, HOUR } from "../../format/beijing-time.ts";
import { momentWords, periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import type { Span } from "./outlet-view.ts";
import { TagForm } from "./TagForm.tsx";
import { outletWords } from "./words.ts";

const PAGE_ROWS = 20;

interface OutletTagsProps {
  readonly outlet: OutletWire;
  /** The hour that somebody wants to tag; `null` while nobody does. */
  readonly tagging: Span | null;
  readonly onTag: (span: Span | null) => void;
}

/** The tags of an outlet's data, the newest first, and the form that makes one, for whoever may. */
export function OutletTags({ outlet, tagging, onTag }: OutletTagsProps): ReactNode {
  const { say } = useWords(outletWords);
  const session = useSession();
  const refresh = useRefresh();
  const tags = usePagedRead(read<PageWire<TagWire>>("/tags", { outlet: outlet.id, limit: PAGE_ROWS }));
  const reload = (): void => {
    refresh("/tags");
    refresh("/outlets");
    refresh("/findings");
  };
  const start = Math.floor(now() / HOUR) * HOUR - HOUR;
  return (
    <section>
      <h2>{say("tag.title")}</h2>
      {tagging === null && may(session, "tag") && (
        <p>
          <Button onClick={() => onTag({ from: start, to: start + HOUR })}>{say("tag.new")}</Button>
        </p>
      )}
      {tagging !== null && (
        <div ref={bringIntoSight}>
          <TagForm
            key={tagging.from}
            outlet={outlet}
            span={tagging}
            onCancel={() => onTag(null)}
            onDone={() => {
              onTag(null);
              reload();
            }}
          />
        </div>
      )}
      <View
        resource={tags}
        what={say("what.tags")}
        lines={3}
        isEmpty={(rows) => rows.length === 0}
        empty={<Empty title={say("tag.empty")} hint={say("tag.emptyHint")} />}
      >
        {(rows) => (
          <>
            <ul className="outlet-tags">
              {rows.map((tag) => (
                <li key={tag.id}>
                  <TagItem tag={tag} onTakenBack={reload} />
                </li>
              ))}
            </ul>
            {tags.more !== undefined && (
              <Button type="link" loading={tags.isLoadingMore} onClick={tags.more}>
                {say("table.more", { n: rows.length })}
              </Button>
            )}
          </>
        )}
      </View>
    </section>
  );
}

/** The form is opened from an hour far below it, too. */
function bringIntoSight(box: HTMLElement | null): void {
  box?.scrollIntoView({ block: "nearest" });
}

function TagItem({ tag, onTakenBack }: { readonly tag: TagWire; readonly onTakenBack: () => void }): ReactNode {
  const { say } = useWords(outletWords);
  const span = { start: Date.parse(tag.from), end: Date.parse(tag.to) };
  const due = beijingDateTime(Date.parse(tag.deadline));
  return (
    <article>
      <p>
        <b>{tag.tagText}</b> · {periodWords(say, span, now())}
      </p>
      {tag.late && <p className="caution">{say("tag.late", { due })}</p>}
      <p>{tag.reason}</p>
      {tag.effect === "none" && <p className="quiet">{say("tag.noEffect")}</p>}
      {tag.isTooLong && <p className="caution">{say("tag.tooLong", { hours: tag.mostHours ?? 0 })}</p>}
      {tag.window !== null && (
        <p className="quiet">{say("tag.window", { hours: tag.window.hours, source: tag.window.source })}</p>
      )}
      {tag.budget !== null && (
        <p className={tag.budget.leftHours === 0 ? "caution" : "quiet"}>
          {say(`tag.budget.${tag.budget.per}`, {
            hours: tag.budget.hours,
            used: tag.budget.usedHours.toFixed(1),
            left: tag.budget.leftHours.toFixed(1),
          })}
        </p>
      )}
      <p className="quiet">
        {say("tag.madeBy", { by: tag.madeByName, at: momentWords(say, Date.parse(tag.madeAt), now()), source: tag.source })}
      </p>
      {tag.takenBackAt !== null && (
        <p className="quiet">
          {say("tag.takenBackAt", {
            by: tag.takenBackByName ?? "",
            at: momentWords(say, Date.parse(tag.takenBackAt), now()),
            from: beijingDateTime(Date.parse(tag.endsAt)),
            reason: tag.takenBackReason ?? "",
          })}
        </p>
      )}
      {tag.mayTakeBack && <TakeBack tag={tag} onDone={onTakenBack} />}
    </article>
  );
}

function TakeBack({ tag, onDone }: { readonly tag: TagWire; readonly onDone: () => void }): ReactNode {
  const { say } = useWords(outletWords);
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const takeBack = (): Promise<void> =>
    post(`/tags/${part(tag.id)}/taking-back`, { reason }).then(onDone, (error: unknown) => {
      void message.error(failureWords(error, say));
    });
  const field = (
    <Input
      aria-label={say("tag.takeBackWhy")}
      placeholder={say("tag.takeBackWhy")}
      value={reason}
      onChange={(e) => setReason(e.target.value)}
    />
  );
  return (
    <Popconfirm
      title={say("tag.takeBackSure")}
      description={field}
      okText={say("tag.takeBack")}
      okButtonProps={{ disabled: reason.trim() === "" }}
      cancelText={say("case.cancel")}
      onConfirm={takeBack}
    >
      <Button size="small">{say("tag.takeBack")}</Button>
    </Popconfirm>
  );
}
