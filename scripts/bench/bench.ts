import type { Row } from './report.ts';
import type { Stage } from './stage.ts';

export interface BenchOptions {
  /** Deployments of the end-to-end measurements. */
  readonly deployments: number;
  /** Deployments after which the server's memory is read. */
  readonly memoryDeployments: number;
}

/** One measurement: a few rows of the report. */
export type Bench = (stage: Stage, options: BenchOptions) => Promise<Row[]>;
