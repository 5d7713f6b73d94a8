import { keepPreviousData, QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { get } from "./client.ts";
import { type LiveType, onLive, onLiveBack, onSubject } from "./live.ts";
import { ChangeQueue, changeOf, changeOfSubject, isChanged } from "./live-changes.ts";
import { fetchRead, keyOf, type PageWire, type Read } from "./read.ts";

/**
 * What a page knows of something it asked for. `data` stays when a later refresh fails: then it is stale, with the
 * error beside it.
 */
export interface Resource<T> {
  readonly data: T | undefined;
  readonly error: Error | undefined;
  /** When `data` came, by the browser's clock. */
  readonly loadedAt: number | undefined;
  /** When loading first failed since it last worked, by the browser's clock. */
  readonly failedAt: number | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/**
 * The answers that all pages share. A failure is shown, not tried again in silence: the next event, or the person,
 * asks anew.
 */
export function createAnswers(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: false, networkMode: "always", staleTime: 2_000, gcTime: 120_000 } },
  });
}

interface ReadOptions<T> {
  /**
   * Asked again this often although nothing is said to have changed: only where a figure ages by itself, or no event
   * tells of it. A function is given the last answer and says how long to wait, or not at all.
   */
  readonly everyMs?: number | ((data: T | undefined) => number | undefined);
  /** Shows the answer to the question before until the new one comes: for filters of a list. */
  readonly keepsBefore?: boolean;
}

/**
 * Asks for something and keeps it fresh: what the live stream says has changed is asked for again. `null` asks for
 * nothing.
 */
export function useRead<T>(what: Read<T> | null, { everyMs, keepsBefore = false }: ReadOptions<T> = {}): Resource<T> {
  const { lang } = useLanguage();
  const query = useQuery<T, Error>({
    queryKey: what === null ? ["nothing"] : keyOf(what, lang),
    queryFn: what === null ? () => Promise.reject(new Error("nothing to ask for")) : () => fetchRead(what),
    enabled: what !== null,
    refetchInterval: typeof everyMs === "function" ? ({ state }) => everyMs(state.data) ?? false : (everyMs ?? false),
    ...(keepsBefore ? { placeholderData: keepPreviousData } : {}),
  });
  const { data, error, dataUpdatedAt, isFetching, refetch } = query;
  return useResource({ data, error, dataUpdatedAt, isLoading: what !== null && isFetching && data === undefined, refetch });
}

/** A list of which more can be asked for. */
export interface PagedResource<Page extends PageWire<unknown>> extends Resource<Page["items"]> {
  /** The first page as it came: what counts everything stands there. */
  readonly first: Page | undefined;
  /** Asks for the page after; `undefined` when there is none. */
  readonly more: (() => void) | undefined;
  readonly isLoadingMore: boolean;
}

interface PagedOptions {
  readonly everyMs?: number;
  /**
   * Asks for every page by itself, and takes each answer as it is: for a long list that is searched where it is shown,
   * of which nothing may be missing.
   */
  readonly isWhole?: boolean;
}

/**
 * Reads a list page by page: filters and order are the server's, `more` brings the next page. A refresh brings all
 * pages that are shown.
 */
export function usePagedRead<Page extends PageWire<unknown>>(
  what: Read<Page>,
  { everyMs, isWhole = false }: PagedOptions = {},
): PagedResource<Page> {
  const { lang } = useLanguage();
  const query = useInfiniteQuery({
    queryKey: [...keyOf(what, lang), "pages"],
    queryFn: ({ pageParam }) => get<Page>(what.path, { ...what.query, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: everyMs ?? false,
    placeholderData: keepPreviousData,
    ...(isWhole ? { structuralSharing: false } : {}),
  });
  const { data, error, dataUpdatedAt, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query;
  const items = useMemo<Page["items"] | undefined>(() => data?.pages.flatMap((page) => page.items), [data]);
  const resource = useResource({ data: items, error, dataUpdatedAt, isLoading: isFetching && items === undefined, refetch });
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const isMissing = isWhole && hasNextPage && !isFetching && error === null;
  useEffect(() => {
    if (isMissing) more();
  }, [isMissing, more]);
  return { ...resource, first: data?.pages[0], more: hasNextPage ? more : undefined, isLoadingMore: isFetchingNextPage };
}

interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly dataUpdatedAt: number;
  readonly isLoading: boolean;
  readonly refetch: () => unknown;
}

function useResource<T>({ data, error, dataUpdatedAt, isLoading, refetch }: Asked<T>): Resource<T> {
  const failedAt = useRef<number | undefined>(undefined);
  if (error === null) failedAt.current = undefined;
  else failedAt.current ??= Date.now();
  const reload = useCallback(() => void refetch(), [refetch]);
  return {
    data,
    error: error ?? undefined,
    loadedAt: dataUpdatedAt === 0 ? undefined : dataUpdatedAt,
    failedAt: failedAt.current,
    isLoading,
    reload,
  };
}

/** Says that answers from these paths are old: after a change of one's own. */
export function useRefresh(): (...paths: readonly string[]) => void {
  const answers = useQueryClient();
  return useCallback((...paths: readonly string[]) => refresh(answers, paths), [answers]);
}

function refresh(answers: QueryClient, paths: Iterable<string>): void {
  void answers.invalidateQueries({ predicate: ({ queryKey }) => isChanged(String(queryKey[0]), paths) });
}

const TYPES: readonly LiveType[] = ["reading", "finding", "registry"];

/**
 * Lets the live stream say what is old; once for the whole frame. A stream that comes back may have missed something:
 * then everything is asked for again.
 */
export function useLiveRefresh(): void {
  const answers = useQueryClient();
  useEffect(() => {
    const queue = new ChangeQueue((paths) => refresh(answers, paths));
    const stops = TYPES.map((type) =>
      onLive(type, (data) => {
        const change = changeOf(type, data);
        if (change !== null) queue.add(change, Date.now());
      }),
    );
    stops.push(onSubject((path) => queue.add(changeOfSubject(path), Date.now())));
    stops.push(onLiveBack(() => void answers.invalidateQueries()));
    return () => {
      queue.stop();
      for (const stop of stops) stop();
    };
  }, [answers]);
}
