import { useEffect, useState } from "react";
import { movedCursor } from "./moved-cursor.ts";

interface ListKeys {
  readonly ids: readonly string[];
  readonly current: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly onSearch: () => void;
}

/**
 * `j` and `k` move a cursor through the list, Enter opens, `/` goes to the search and Escape leaves it. Answers the id
 * under the cursor.
 */
export function useListKeys({ ids, current, onOpen, onSearch }: ListKeys): string | undefined {
  const [cursor, setCursor] = useState(current);
  useEffect(() => setCursor(current), [current]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && isTyping(event.target)) (event.target as HTMLElement).blur();
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = movedCursor(event.key, ids, cursor);
      if (next !== null) setCursor(next);
      else if (event.key === "/") {
        event.preventDefault();
        onSearch();
      } else if (event.key === "Enter" && cursor !== undefined && !isPressable(event.target)) onOpen(cursor);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [ids, cursor, onOpen, onSearch]);
  return cursor;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, [role=button]") !== null;
}
