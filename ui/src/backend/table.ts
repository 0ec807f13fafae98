/** Many rows as they travel: the names of the columns once, and the values of each row. */
export interface Table {
  columns: string[];
  rows: unknown[][];
}

/** The rows with their names. */
export function rowsOf<Row>({ columns, rows }: Table): Row[] {
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    columns.forEach((column, index) => (row[column] = values[index]));
    return row as Row;
  });
}
