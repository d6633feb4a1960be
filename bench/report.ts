/** One figure of the run with what stands beside it. Texts are ready to print. */
export type Row = {
  readonly measure: string;
  readonly hub: string;
  /** The peer of the same run, by name, or the limit. */
  readonly beside: string;
  readonly ratio?: string;
  readonly aim?: string;
  readonly isMet?: boolean;
};

const HEADINGS = ['', 'Front Door', 'beside it', 'ratio', 'aim', ''] as const;

/** The figures as one table of plain text. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ measure, hub, beside, ratio = '', aim = '', isMet }) => [
    measure,
    hub,
    beside,
    ratio,
    aim,
    isMet === undefined ? '' : isMet ? 'met' : 'MISSED',
  ]);
  const all = [[...HEADINGS], ...cells];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}

/** Milliseconds in seconds, such as `1.2 s`. */
export function seconds(valueMs: number): string {
  return `${(valueMs / 1000).toFixed(1)} s`;
}
