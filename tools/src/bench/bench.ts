export interface BenchOptions {
  /** Interleaved rounds whose median is told. */
  readonly rounds: number;
  /** The larger sizes, for the benches that have some. */
  readonly isFull?: boolean;
  /** Sizes so small that it takes seconds: shows that the bench works, and measures nothing. */
  readonly isTiny?: boolean;
  readonly log: (line: string) => void;
}

export interface BenchCheck {
  readonly key: string;
  readonly value: number;
  readonly target: string;
  readonly pass: boolean;
}

export interface BenchResult {
  readonly figures: Readonly<Record<string, number>>;
  readonly checks: readonly BenchCheck[];
}

export type Bench = (options: BenchOptions) => Promise<BenchResult>;

export const atLeast = (key: string, value: number, limit: number): BenchCheck => ({
  ...{ key, value, target: `>= ${limit}`, pass: value >= limit },
});

export const atMost = (key: string, value: number, limit: number): BenchCheck => ({
  ...{ key, value, target: `<= ${limit}`, pass: value <= limit },
});

export const below = (key: string, value: number, limit: number): BenchCheck => ({
  ...{ key, value, target: `< ${limit}`, pass: value < limit },
});

export const exactly = (key: string, value: number, wanted: number): BenchCheck => ({
  ...{ key, value, target: `= ${wanted}`, pass: value === wanted },
});
