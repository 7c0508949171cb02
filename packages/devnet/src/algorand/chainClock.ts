/** When blocks are made: after every group, every so often, or when someone asks. Keeps them, and wakes who waits. */
import type { Block } from './blocks/block.ts';
import { refusals } from './errors.ts';
import type { OpenChain } from './store/chainStore.ts';
import type { SignedTransaction } from './wire/fields.ts';

const waitMsMax = 60_000;

export function createChainClock({
  chain,
  blockTimeMs,
}: {
  readonly chain: OpenChain;
  readonly blockTimeMs: number;
}) {
  const { ledger } = chain;
  const waiters = new Set<() => void>();
  let lastBlockAt = performance.now();
  const stopped = new AbortController();

  const closeBlock = (): Block => {
    const now = BigInt(Math.floor(Date.now() / 1_000));
    const previous = ledger.latest().timestamp;
    const block = ledger.closeBlock(now > previous ? now : previous);
    chain.append(block);
    lastBlockAt = performance.now();
    for (const wake of waiters) wake();
    return block;
  };

  const timer = blockTimeMs > 0 ? setInterval(closeBlock, blockTimeMs) : undefined;

  return {
    async submit(group: readonly SignedTransaction[]): Promise<string> {
      const [first] = ledger.submit(group);
      if (timer === undefined) {
        closeBlock();
        await chain.synced();
      }
      return first!.id;
    },

    async makeBlocks(count: number): Promise<Block> {
      let block = ledger.latest();
      for (let made = 0; made < count; made++) block = closeBlock();
      await chain.synced();
      return block;
    },

    async waitForBlockAfter(round: bigint, signal: AbortSignal): Promise<void> {
      const deadline = AbortSignal.any([signal, stopped.signal, AbortSignal.timeout(waitMsMax)]);
      while (ledger.latest().round <= round && !deadline.aborted) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiters.delete(wake);
            deadline.removeEventListener('abort', wake);
            resolve();
          };
          waiters.add(wake);
          deadline.addEventListener('abort', wake, { once: true });
        });
      }
      if (stopped.signal.aborted) throw refusals.shuttingDown();
    },

    nanosecondsSinceLastBlock: (): bigint =>
      BigInt(Math.round((performance.now() - lastBlockAt) * 1_000_000)),

    stop(): void {
      clearInterval(timer);
      stopped.abort();
    },
  };
}
