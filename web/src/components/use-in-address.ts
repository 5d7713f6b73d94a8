import { useCallback } from "react";
import { useSearchParams } from "react-router";

/**
 * A choice that stands in the address, so that a link, a bookmark and the way back show the same. `undefined` and the
 * empty text leave it out.
 */
export function useInAddress(name: string): readonly [value: string, set: (value: string | undefined) => void] {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (value: string | undefined): void => {
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === undefined || value === "") next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      );
    },
    [name, setSearch],
  );
  return [search.get(name) ?? "", set];
}
