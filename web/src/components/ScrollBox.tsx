import { type ReactNode, useEffect, useRef, useState } from "react";

interface ScrollBoxProps {
  /** Names what is in it for those who cannot see it. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * A part of a page that may be larger than its place. While it is, the keyboard reaches it and moves it; while it is
 * not, the Tab key passes it by. Styles let nothing else scroll: `tests/house-rules.test.ts`.
 */
export function ScrollBox({ label, className = "", children }: ScrollBoxProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [isCut, setCut] = useState(false);
  const look = useRef(() => {
    if (box.current !== null) setCut(isLargerThanItsPlace(box.current));
  }).current;
  // What is in it may have grown with any new drawing, and with any new width of the window.
  useEffect(look);
  useEffect(() => {
    const watch = new ResizeObserver(look);
    for (const part of [box.current, ...(box.current?.children ?? [])]) if (part != null) watch.observe(part);
    return () => watch.disconnect();
  }, [look]);
  return (
    <div
      ref={box}
      className={`scroll-box ${className}`.trim()}
      {...(isCut && { role: "group", "aria-label": label, tabIndex: 0 })}
    >
      {children}
    </div>
  );
}

function isLargerThanItsPlace(box: HTMLElement): boolean {
  const { overflowX, overflowY } = getComputedStyle(box);
  const scrolls = (overflow: string): boolean => overflow === "auto" || overflow === "scroll";
  return (scrolls(overflowX) && box.scrollWidth > box.clientWidth) || (scrolls(overflowY) && box.scrollHeight > box.clientHeight);
}
