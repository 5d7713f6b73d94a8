import { useCallback, useEffect, useRef, useState } from "react";

/** What a page knows of something it asked for. `data` stays when a later refresh fails: then it is stale, with the error beside it. */
export interface Resource<T> {
  readonly data: T | undefined;
  readonly error: Error | undefined;
  /** When `data` came, by the visitor's clock. */
  readonly loadedAt: number | undefined;
  /** When loading first failed since it last worked, by the visitor's clock. */
  readonly failedAt: number | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

interface State<T> {
  readonly key: string | null;
  readonly data?: T | undefined;
  readonly error?: Error | undefined;
  readonly loadedAt?: number | undefined;
  readonly failedAt?: number | undefined;
  readonly isLoading: boolean;
}

/**
 * Loads when `key` changes and every `refreshMs`. A `null` key asks for nothing. Answers to an older key are dropped.
 */
export function useResource<T>(key: string | null, load: () => Promise<T>, refreshMs = 0): Resource<T> {
  const [state, setState] = useState<State<T>>({ key: null, isLoading: key !== null });
  const loader = useRef(load);
  loader.current = load;
  const asked = useRef(key);
  asked.current = key;

  const run = useCallback(() => {
    if (key === null) return;
    loader.current().then(
      (data) => {
        if (asked.current === key) setState({ key, data, loadedAt: Date.now(), isLoading: false });
      },
      (error: unknown) => {
        if (asked.current !== key) return;
        const failure = error instanceof Error ? error : new Error(String(error));
        setState((s) => {
          const before = s.key === key ? s : { failedAt: undefined };
          return { ...before, key, error: failure, failedAt: before.failedAt ?? Date.now(), isLoading: false };
        });
      },
    );
  }, [key]);

  useEffect(() => {
    run();
    if (refreshMs === 0 || key === null) return;
    const timer = setInterval(run, refreshMs);
    return () => clearInterval(timer);
  }, [run, refreshMs, key]);

  const fresh = state.key === key;
  return {
    data: fresh ? state.data : undefined,
    error: fresh ? state.error : undefined,
    loadedAt: fresh ? state.loadedAt : undefined,
    failedAt: fresh ? state.failedAt : undefined,
    isLoading: key !== null && (!fresh || state.isLoading),
    reload: run,
  };
}
