import { useEffect, useState } from "react";

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
      const at = cursor === undefined ? -1 : ids.indexOf(cursor);
      if (event.key === "j") setCursor(ids[Math.min(ids.length - 1, at + 1)]);
      else if (event.key === "k") setCursor(ids[Math.max(0, at - 1)]);
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
