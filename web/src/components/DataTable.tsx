import { Button, Select, Table, type TableColumnType } from "antd";
import { type Key, type ReactNode, useEffect, useMemo, useRef } from "react";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { ScrollBox } from "./ScrollBox.tsx";
import { saveFile } from "./save-file.ts";
import { type ColumnFilter, csvOf, type TableColumn } from "./table-rows.ts";
import { useNarrow } from "./use-narrow.ts";

/** A column whose cells may be drawn. */
export type Column<Row> = TableColumn<Row, ReactNode>;

interface DataTableProps<Row> {
  /** Names the table for those who cannot see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Opens a row: on a click, or Enter on its header. */
  readonly onOpen?: (row: Row) => void;
  /** The row that is open beside the table. */
  readonly chosen?: string | undefined;
  /** The row that the keys stand on: it is brought into sight. */
  readonly cursor?: string | undefined;
  readonly className?: string;
  readonly rowClass?: (row: Row) => string;
  /** What unfolds below a row. */
  readonly detail?: (row: Row) => ReactNode;
  /** Asks the server for the page after. */
  readonly more?: (() => void) | undefined;
  readonly isLoadingMore?: boolean;
  /** Offers what is seen as a file of this name. */
  readonly csvName?: string;
  readonly foot?: ReactNode;
  /** Stands in place of the rows when a filter leaves none. */
  readonly whenEmpty?: ReactNode;
}

/** From this many rows on only those in sight are drawn. */
const VIRTUAL_FROM = 150;
const VIRTUAL_HEIGHT = 620;
const DEFAULT_WIDTH = 140;

/**
 * The one table of the product: columns as data, filters and pages of the server, rows drawn as they come into sight,
 * stacked blocks on a phone.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>): ReactNode {
  const { say } = useLanguage();
  const { columns, rows, more, isLoadingMore = false, csvName, cursor, className = "" } = props;
  const isNarrow = useNarrow();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (cursor !== undefined) box.current?.querySelector(".cursor")?.scrollIntoView({ block: "nearest" });
  }, [cursor]);
  return (
    <div ref={box} className={`data-table ${className}`.trim()}>
      {isNarrow ? (
        <StackedRows {...props} />
      ) : (
        <ScrollBox label={props.label} className="data-table-rows">
          <WideRows {...props} />
        </ScrollBox>
      )}
      {(more !== undefined || csvName !== undefined) && (
        <div className="data-table-foot">
          {more !== undefined && (
            <Button size="small" loading={isLoadingMore} onClick={more}>
              {say("table.more", { n: rows.length })}
            </Button>
          )}
          {csvName !== undefined && rows.length > 0 && (
            <Button
              size="small"
              type="link"
              onClick={() => saveFile(`${csvName}.csv`, new Blob([csvOf(columns, rows)], { type: "text/csv" }))}
            >
              {say("table.csv")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function WideRows<Row extends object>(props: DataTableProps<Row>): ReactNode {
  const { label, columns, rows, keyOf, onOpen, chosen, detail, foot, whenEmpty } = props;
  const isVirtual = rows.length >= VIRTUAL_FROM && detail === undefined;
  const drawn = useMemo(() => columns.map((column) => antdColumn(column, isVirtual, onOpen)), [columns, isVirtual, onOpen]);
  const width = columns.reduce((sum, c) => sum + (c.width ?? DEFAULT_WIDTH), 0);
  return (
    <Table<Row>
      aria-label={label}
      size="small"
      columns={drawn}
      dataSource={rows}
      rowKey={keyOf}
      pagination={false}
      {...(whenEmpty === undefined ? {} : { locale: { emptyText: whenEmpty } })}
      showSorterTooltip={false}
      {...(isVirtual ? { virtual: true, scroll: { x: width, y: VIRTUAL_HEIGHT } } : {})}
      rowClassName={(row) => classOf(row, props)}
      onRow={(row) => ({
        "aria-selected": keyOf(row) === chosen ? true : undefined,
        ...(onOpen === undefined ? {} : { onClick: () => onOpen(row) }),
      })}
      onChange={(_page, filters) => applyFilters(columns, filters)}
      {...(detail === undefined ? {} : { expandable: { expandedRowRender: detail, expandRowByClick: onOpen === undefined } })}
      {...(foot === undefined ? {} : { summary: () => foot })}
    />
  );
}

function classOf<Row>(row: Row, { keyOf, onOpen, rowClass, cursor }: DataTableProps<Row>): string {
  const classes = [onOpen === undefined ? "" : "pickable", rowClass?.(row) ?? "", keyOf(row) === cursor ? "cursor" : ""];
  return classes.filter((name) => name !== "").join(" ");
}

type OnOpen<Row> = ((row: Row) => void) | undefined;

/** What a cell shows. The header of a row that opens is a button, so that keyboard and screen readers open it, too. */
function contentOf<Row>(column: Column<Row>, row: Row, onOpen: OnOpen<Row>): ReactNode {
  const { text, cell, isRowHeader = false } = column;
  if (cell !== undefined) return cell(row);
  if (!isRowHeader || onOpen === undefined) return text(row);
  return (
    <button type="button" className="link">
      {text(row)}
    </button>
  );
}

function antdColumn<Row>(column: Column<Row>, isVirtual: boolean, onOpen: OnOpen<Row>): TableColumnType<Row> {
  const { key, title, width, align, isRowHeader = false, filter } = column;
  const needsWidth = isVirtual && width === undefined;
  return {
    key,
    title,
    className: align === "right" ? `cell-${key} cell-right` : `cell-${key}`,
    render: (_value, row) => contentOf(column, row, onOpen),
    ...(width === undefined && !needsWidth ? {} : { width: width ?? DEFAULT_WIDTH }),
    ...(align === undefined ? {} : { align }),
    ...(isRowHeader ? { rowScope: "row" as const } : {}),
    ...(filter === undefined
      ? {}
      : {
          filters: filter.choices.map(({ value, text: word }) => ({ value, text: word })),
          filterMultiple: false,
          filteredValue: filter.chosen === undefined ? null : [filter.chosen],
        }),
  };
}

function applyFilters<Row>(
  columns: readonly Column<Row>[],
  filters: Readonly<Record<string, readonly (Key | boolean)[] | null>>,
): void {
  for (const { key, filter } of columns) {
    if (filter === undefined) continue;
    const chosen = filters[key]?.[0];
    const value = chosen === undefined ? undefined : String(chosen);
    if (value !== filter.chosen) filter.onChoose(value);
  }
}

/** On a phone: the filters, then each row as a block, every value behind the name of its column. */
function StackedRows<Row extends object>(props: DataTableProps<Row>): ReactNode {
  const { say } = useLanguage();
  const { label, columns, rows, keyOf, onOpen, detail, whenEmpty } = props;
  const headFirst = [...columns.filter((c) => c.isRowHeader === true), ...columns.filter((c) => c.isRowHeader !== true)];
  return (
    <>
      {columns.map(({ key, title, filter }) => filter && <StackedFilter key={key} title={title} filter={filter} />)}
      <ul aria-label={label} className="stacked">
        {rows.map((row) => (
          <li key={keyOf(row)} className={classOf(row, props)}>
            {headFirst.map((column) => (
              <StackedCell key={column.key} column={column} row={row} onOpen={onOpen} />
            ))}
            {detail !== undefined && (
              <details>
                <summary>{say("table.open")}</summary>
                {detail(row)}
              </details>
            )}
          </li>
        ))}
      </ul>
      {rows.length === 0 && whenEmpty}
    </>
  );
}

/** The filter of a column, where there is no head of a column to hold it. */
function StackedFilter({ title, filter }: { readonly title: string; readonly filter: ColumnFilter }): ReactNode {
  const { choices, chosen, onChoose } = filter;
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      aria-label={title}
      placeholder={title}
      className="stacked-filter"
      value={chosen ?? null}
      onChange={(value: string | undefined) => onChoose(value)}
      options={choices.map(({ value, text }) => ({ value, label: text }))}
    />
  );
}

interface StackedCellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly onOpen: OnOpen<Row>;
}

function StackedCell<Row>({ column, row, onOpen }: StackedCellProps<Row>): ReactNode {
  const content = column.cell === undefined ? column.text(row) : column.cell(row);
  if (content === "" || content === null) return null;
  if (column.isRowHeader !== true) {
    return (
      <div className={`stacked-cell cell-${column.key}`}>
        <span className="stacked-label">{column.title}</span>
        <span>{content}</span>
      </div>
    );
  }
  if (onOpen === undefined || column.cell !== undefined)
    return <strong className={`stacked-head cell-${column.key}`}>{content}</strong>;
  return (
    <button type="button" className={`link stacked-head cell-${column.key}`} onClick={() => onOpen(row)}>
      {content}
    </button>
  );
}
