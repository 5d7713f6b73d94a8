import { type ReactNode, useEffect, useRef } from "react";
import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import type { Column } from "../../components/DataTable.tsx";
import { useNarrow } from "../../components/use-narrow.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { BoardLine } from "./BoardLine.tsx";
import {
  type BoardHeights,
  type BoardLayout,
  enterpriseId,
  overlaps,
  type PlacedEnterprise,
  type PlacedStreet,
  placeOfRow,
  rowsIn,
  type Stretch,
  streetId,
} from "./board-layout.ts";
import { GroupHead } from "./GroupHead.tsx";
import { keyOfRow } from "./live-row.ts";
import type { LiveValues } from "./live-values.ts";
import { useSeenStretch } from "./use-seen-stretch.ts";
import { nowWords } from "./words.ts";

const DESK: BoardHeights = { columns: 30, row: 32, group: 32 };
const PHONE: BoardHeights = { columns: 0, row: 156, group: 44 };

/** How high everything is at the width of the window. */
export function useBoardHeights(): BoardHeights {
  return useNarrow() ? PHONE : DESK;
}

interface BoardProps {
  readonly layout: BoardLayout;
  readonly heights: BoardHeights;
  readonly columns: readonly Column<BoardRowWire>[];
  readonly live: LiveValues;
  readonly openKey: string | null;
  /** The row that the keys stand on: it is brought into sight. */
  readonly cursor: string | undefined;
  readonly onOpen: (key: string) => void;
  /** Opens or closes a street or an enterprise. */
  readonly onToggle: (group: string) => void;
}

/**
 * The rows of the live page below the heads of their streets and enterprises, which stay in sight. Only what is in
 * sight, or near it, is drawn.
 */
export function Board(props: BoardProps): ReactNode {
  const { layout, heights, columns, cursor } = props;
  const { say } = useWords(nowWords);
  const box = useRef<HTMLTableElement>(null);
  const seen = useSeenStretch(box);
  const place = cursor === undefined ? undefined : placeOfRow(layout, (row) => keyOfRow(row) === cursor, heights);
  useRowInSight(box, place);
  return (
    <table
      ref={box}
      aria-label={say("now.liveTitle")}
      aria-rowcount={layout.lines + 1}
      className="board"
      style={{ height: layout.height }}
    >
      <thead className="board-columns">
        <tr aria-rowindex={1} className="board-line">
          {columns.map(({ key, title }) => (
            <th key={key} scope="col" className={`cell-${key}`}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      {layout.streets
        .filter((street) => overlaps(street, seen))
        .map((street) => (
          <Street key={street.group.key} street={street} seen={seen} {...props} />
        ))}
    </table>
  );
}

/** Brings a row into sight when the keys went to it: below the heads that cover what is above. */
function useRowInSight(box: { readonly current: HTMLElement | null }, place: ReturnType<typeof placeOfRow>): void {
  const { top, bottom, covered } = place ?? { top: 0, bottom: 0, covered: 0 };
  const isAnywhere = place !== undefined;
  useEffect(() => {
    if (!isAnywhere || box.current === null) return;
    const begin = box.current.getBoundingClientRect().top;
    const above = begin + top - covered;
    const below = begin + bottom - window.innerHeight;
    if (above < 0) window.scrollBy({ top: above });
    else if (below > 0) window.scrollBy({ top: below });
  }, [box, isAnywhere, top, bottom, covered]);
}

interface StreetProps extends BoardProps {
  readonly street: PlacedStreet;
  readonly seen: Stretch;
}

function Street({ street, ...props }: StreetProps): ReactNode {
  const { seen, onToggle } = props;
  const { say } = useWords(nowWords);
  const { group, top, bottom, hasHead, isOpen, line, enterprises } = street;
  return (
    <>
      {hasHead && (
        // As high as the street, so that its head stays in sight as long as something of it is.
        <tbody className="board-street" style={{ top, height: bottom - top }}>
          <GroupHead
            kind="street"
            name={group.name === "" ? say("now.noStreet") : group.name}
            {...{ group, isOpen, line }}
            onToggle={() => onToggle(streetId(group))}
          />
        </tbody>
      )}
      {enterprises
        .filter((enterprise) => overlaps(enterprise, seen))
        .map((enterprise) => (
          <Enterprise key={enterprise.group.key} {...{ street, enterprise }} {...props} />
        ))}
    </>
  );
}

function Enterprise({
  street,
  enterprise,
  seen,
  heights,
  columns,
  live,
  openKey,
  cursor,
  onOpen,
  onToggle,
}: StreetProps & { readonly enterprise: PlacedEnterprise }): ReactNode {
  const { group, top, bottom, hasHead, isOpen, line } = enterprise;
  const { from, to } = rowsIn(enterprise, seen, heights);
  const before = hasHead ? heights.group : 0;
  return (
    <tbody className="board-enterprise" style={{ top, height: bottom - top }}>
      {hasHead && (
        <GroupHead
          kind={street.hasHead ? "enterprise" : "street"}
          name={group.name}
          {...{ group, isOpen, line }}
          onToggle={() => onToggle(enterpriseId(street.group, group))}
        />
      )}
      {group.rows.slice(from, to).map((row, i) => (
        <BoardLine
          key={keyOfRow(row)}
          {...{ row, columns, live, onOpen }}
          top={before + (from + i) * heights.row}
          line={line + (hasHead ? 1 : 0) + from + i}
          isOpen={keyOfRow(row) === openKey}
          isCursor={keyOfRow(row) === cursor}
        />
      ))}
    </tbody>
  );
}
