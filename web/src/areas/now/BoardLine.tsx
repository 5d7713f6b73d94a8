import { memo, type ReactNode, useCallback, useSyncExternalStore } from "react";
import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import type { Column } from "../../components/DataTable.tsx";
import { keyOfRow, withLive } from "./live-row.ts";
import type { LiveValues } from "./live-values.ts";

interface BoardLineProps {
  readonly row: BoardRowWire;
  readonly columns: readonly Column<BoardRowWire>[];
  readonly live: LiveValues;
  /** Pixels below the beginning of its enterprise. */
  readonly top: number;
  /** Its place among all lines of the board. */
  readonly line: number;
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  readonly onOpen: (key: string) => void;
}

/**
 * One row: drawn anew when its own value is another, and not with those around it. A press anywhere opens it; the
 * name of the outlet is a button, for keyboard and screen reader.
 */
export const BoardLine = memo(function BoardLine(props: BoardLineProps): ReactNode {
  const { columns, top, line, isOpen, isCursor, onOpen } = props;
  const row = useLiveRow(props.row, props.live);
  const key = keyOfRow(row);
  const classes = ["board-line", "pickable", `row-${row.state}`, isCursor ? "cursor" : ""];
  return (
    <tr
      aria-rowindex={line + 2}
      aria-selected={isOpen || undefined}
      className={classes.join(" ").trimEnd()}
      style={{ top }}
      onClick={() => onOpen(key)}
    >
      {columns.map((column) => (
        <Cell key={column.key} column={column} row={row} />
      ))}
    </tr>
  );
});

function Cell({ column, row }: { readonly column: Column<BoardRowWire>; readonly row: BoardRowWire }): ReactNode {
  const { key, cell, text, isRowHeader = false } = column;
  if (!isRowHeader) {
    return <td className={`cell-${key}`}>{cell === undefined ? text(row) : cell(row)}</td>;
  }
  return (
    <th scope="row" className={`cell-${key}`}>
      <button type="button" className="link" title={text(row)}>
        {text(row)}
      </button>
    </th>
  );
}

function useLiveRow(row: BoardRowWire, live: LiveValues): BoardRowWire {
  const key = keyOfRow(row);
  const watch = useCallback((listener: () => void) => live.watch(key, listener), [live, key]);
  const newest = useSyncExternalStore(watch, () => live.newest(key));
  return withLive(row, newest);
}
