import type { Examples } from '../example.ts';

export const chainExamples: Examples = {
  global: {
    gives: [
      ['global MinTxnFee; global MinBalance; global MaxTxnLife', 1000n, 100_000n, 1000n],
      ['global ZeroAddress; global GroupSize; global LogicSigVersion', Buffer.alloc(32), 3n, 13n],
      ['global Round; txn FirstValid; >', 1n],
      ['global LatestTimestamp; pushint 1600000000; >', 1n],
      ['global CreatorAddress; txn Sender; ==', 1n],
      [
        'global CurrentApplicationAddress; pushbytes "appID"; global CurrentApplicationID; itob; concat; sha512_256; ==',
        1n,
      ],
      ['global GroupID; len; global GenesisHash; len', 32n, 32n],
      ['global GroupID; global ZeroAddress; ==', 0n],
      ['global OpcodeBudget; global OpcodeBudget; -', 1n],
      ['global CallerApplicationID; global CallerApplicationAddress', 0n, Buffer.alloc(32)],
      ['global AssetCreateMinBalance; global AssetOptInMinBalance', 100_000n, 100_000n],
      [
        'global PayoutsEnabled; global PayoutsGoOnlineFee; global PayoutsPercent',
        1n,
        2_000_000n,
        50n,
      ],
      ['global PayoutsMinBalance; global PayoutsMaxBalance', 30_000_000_000n, 70_000_000_000_000n],
    ],
    fails: [['global 99', 'invalid global field GlobalField(99)']],
  },
  block: {
    gives: [
      ['txn FirstValid; pushint 1; -; block BlkTimestamp; pushint 1600000000; >', 1n],
      ['txn FirstValid; pushint 1; -; block BlkSeed; len', 32n],
      ['txn FirstValid; pushint 1; -; block BlkFeeSink; len', 32n],
      ['txn FirstValid; pushint 1; -; block BlkProposerPayout', 0n],
    ],
  },
};
