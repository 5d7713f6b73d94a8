import { Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import type { Resource } from "../api/use-read.ts";
import { beijingTime } from "../format/beijing-time.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { failureWords, isNoAnswer } from "./failure-words.ts";
import { useStaleEntry } from "./use-stale-entries.ts";

interface ViewProps<T> {
  readonly resource: Resource<T>;
  /** What is loaded, as in "没有取到案件". */
  readonly what: string;
  /** Lines of the skeleton: as many as the content will need, so that nothing jumps. */
  readonly lines?: number;
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/**
 * The states every view has: loading, empty, error, stale (greyed, the frame says so once); what is partial is said by
 * the content itself (`Partial`).
 */
export function View<T>({ resource, what, lines = 8, isEmpty, empty, children }: ViewProps<T>): ReactNode {
  const { data, error } = resource;
  useStaleEntry(resource, data !== undefined);
  if (data === undefined) {
    if (error !== undefined) return <Failure resource={resource} what={what} />;
    return <Placeholder lines={lines} />;
  }
  if (isEmpty?.(data) === true && error === undefined) return empty;
  return <div className={error === undefined ? undefined : "stale"}>{children(data)}</div>;
}

/** Stands where something is on its way: as many lines as it will need. */
export function Placeholder({ lines }: { readonly lines: number }): ReactNode {
  return (
    <Skeleton active={false} title={false} paragraph={{ rows: lines, width: "100%" }} className="skeleton" aria-busy="true" />
  );
}

/** Stands in place of a page whose code is on its way. */
export function PageAhead(): ReactNode {
  return (
    <main className="page">
      <Placeholder lines={12} />
    </main>
  );
}

function Failure<T>({ resource, what }: { readonly resource: Resource<T>; readonly what: string }): ReactNode {
  const { say } = useLanguage();
  return (
    <div className="notice" role="alert">
      <p>
        <strong>{say("view.error", { what })}</strong>
      </p>
      <p className="quiet">
        {failureWords(resource.error, say)}
        {resource.failedAt !== undefined && ` · ${say("view.errorAt", { at: beijingTime(resource.failedAt) })}`}
      </p>
      <Button onClick={resource.reload}>{say("view.retry")}</Button>
    </div>
  );
}

/** Says what will appear here and what to do. */
export function Empty({ title, hint }: { readonly title: string; readonly hint?: string }): ReactNode {
  return (
    <div className="notice">
      <p>
        <strong>{title}</strong>
      </p>
      {hint !== undefined && <p className="quiet">{hint}</p>}
    </div>
  );
}

/**
 * Part of a view is missing while the rest stands. When the whole server is silent, or the part is only old, the strip
 * of the frame says so for all.
 */
export function Partial({ resource, what }: { readonly resource: Resource<unknown>; readonly what: string }): ReactNode {
  const { say } = useLanguage();
  const isSaidOnce = isNoAnswer(resource.error) || resource.data !== undefined;
  useStaleEntry(resource, isSaidOnce);
  if (resource.error === undefined || isSaidOnce) return null;
  return (
    <div className="strip" role="status">
      {say("view.partial", { what, why: failureWords(resource.error, say) })}{" "}
      <Button size="small" type="link" onClick={resource.reload}>
        {say("view.retry")}
      </Button>
    </div>
  );
}
