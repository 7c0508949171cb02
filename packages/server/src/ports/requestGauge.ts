/** Whether this process is busy with requests; open streams do not count. */
export interface RequestGauge {
  /** @returns what to call when the answer is given. */
  enter(): () => void;
  /** Whether a request waits for its answer, or one got it a moment ago: the next of a busy client is on its way. */
  isAnswering(): boolean;
}
