/** What stands on one row of a drawing, and where it begins. */
export interface Row<Of> {
  of: Of;
  lines: string[];
  y: number;
  height: number;
}

/** The distance between two lines of one text. */
const lineHeight = 14;

/** A text with an ellipsis where it is longer than there is room. */
export function short(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
}

/** Breaks a text into lines: between words or after a slash, and inside a word only where it has neither. */
export function linesOf(text: string, longest: number): string[] {
  const pieces = text.split(/(?<=[ /])/).flatMap((piece) => {
    const parts = Math.ceil(piece.length / longest);
    return Array.from({ length: parts }, (_, part) => piece.slice(part * longest, (part + 1) * longest));
  });
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && (last + piece).trimEnd().length <= longest) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}

/** Puts texts below each other, each `step` high and higher where it has several lines. */
export function rowsOf<Of>(all: readonly Of[], lines: (each: Of) => string[], from: number, step: number): Row<Of>[] {
  let y = from;
  return all.map((of) => {
    const row = { of, lines: lines(of), y, height: step };
    row.height += (row.lines.length - 1) * lineHeight;
    y += row.height;
    return row;
  });
}

/** How high all rows are together. */
export function heightOf(rows: readonly Row<unknown>[]): number {
  return rows.reduce((sum, row) => sum + row.height, 0);
}
