import type { Examples } from '../example.ts';

const text = (value: string) => Buffer.from(value);
const second = Buffer.from([0, 0, 0, 9]);

export const transactionsExamples: Examples = {
  txn: {
    gives: [
      ['txn Fee; txn Amount; txn TypeEnum; txn Type', 1000n, 0n, 6n, text('appl')],
      ['txn NumAppArgs; txn NumAccounts; txn NumAssets; txn NumApplications', 2n, 1n, 0n, 0n],
      ['txn GroupIndex; txn OnCompletion; txn Note; len', 2n, 0n, 8n],
      ['txn ApplicationID; global CurrentApplicationID; ==', 1n],
      ['txn LastValid; txn FirstValid; -', 1000n],
      ['txn Lease', Buffer.alloc(32)],
      [
        'txn NumApprovalProgramPages; txn RejectVersion; txn StateProofPK',
        0n,
        0n,
        Buffer.alloc(64),
      ],
      ['txn FirstValidTime; pushint 0; >', 1n],
    ],
    fails: [
      ['txn 200', 'invalid txn field TxnField(200)'],
      ['txn 26', 'invalid txn field ApplicationArgs'],
      ['txn NumLogs', 'txn effects can only be read from past txns 2 2'],
    ],
  },
  gtxn: {
    gives: [
      ['gtxn 1 Type; gtxn 1 ConfigAssetTotal; gtxn 1 ConfigAssetDecimals', text('acfg'), 1000n, 2n],
      ['gtxn 1 ConfigAssetUnitName; gtxn 1 ConfigAssetName', text('EX'), text('Example')],
      ['gtxn 1 ConfigAssetManager; txn Sender; ==', 1n],
      ['gtxn 1 ConfigAssetReserve', Buffer.alloc(32)],
      ['gtxn 0 OnCompletion; gtxn 0 NumLogs; gtxn 0 LastLog', 4n, 1n, text('hello')],
      ['gtxn 1 CreatedAssetID; gaid 1; ==', 1n],
      ['gtxn 0 TxID; gtxn 2 TxID; !=', 1n],
    ],
    fails: [
      ['gtxn 3 Fee', 'txn index 3, len(group) is 3'],
      ['gtxn 3 NumLogs', 'txn effects can only be read from past txns 3 2'],
    ],
  },
  gtxns: {
    gives: [['pushint 1; gtxns GroupIndex', 1n]],
    fails: [['pushint 3; gtxns Fee', 'txn index 3, len(group) is 3']],
  },
  txna: {
    gives: [
      ['txna ApplicationArgs 0; txna ApplicationArgs 1', text('first'), second],
      ['txna Accounts 0; txn Sender; ==', 1n],
      ['txna Accounts 1; txn Sender; ==', 0n],
      ['txna Applications 0; global CurrentApplicationID; ==', 1n],
    ],
    fails: [
      ['txna ApplicationArgs 2', 'invalid ApplicationArgs index 2'],
      ['txna Accounts 2', 'invalid Accounts index 2'],
      ['txna Assets 0', 'invalid Assets index 0'],
      ['txna Applications 1', 'invalid Applications index 1'],
      ['txna ApprovalProgramPages 0', 'invalid ApprovalProgramPages index 0'],
      ['txna 0 0', 'unsupported array field Sender'],
    ],
  },
  txnas: {
    gives: [['pushint 1; txnas ApplicationArgs', second]],
    fails: [
      [
        'pushint 18446744073709551615; txnas ApplicationArgs',
        'invalid ApplicationArgs index 18446744073709551615',
      ],
    ],
  },
  gtxna: {
    gives: [['gtxna 0 Logs 0; gtxna 2 ApplicationArgs 0', text('hello'), text('first')]],
    fails: [
      ['gtxna 0 Logs 1', 'invalid Logs index 1'],
      ['gtxna 2 Logs 0', 'txn effects can only be read from past txns 2 2'],
      ['gtxna 3 ApplicationArgs 0', 'txn index 3, len(group) is 3'],
    ],
  },
  gtxnas: {
    gives: [['pushint 0; gtxnas 0 Logs', text('hello')]],
    fails: [['pushint 1; gtxnas 0 Logs', 'invalid Logs index 1']],
  },
  gtxnsa: {
    gives: [['pushint 2; gtxnsa ApplicationArgs 0', text('first')]],
    fails: [['pushint 3; gtxnsa ApplicationArgs 0', 'txn index 3, len(group) is 3']],
  },
  gtxnsas: {
    gives: [['pushint 2; pushint 1; gtxnsas ApplicationArgs', second]],
    fails: [['pushint 2; pushint 2; gtxnsas ApplicationArgs', 'invalid ApplicationArgs index 2']],
  },
  gaid: {
    gives: [['gaid 1; pushint 1000; >', 1n]],
    fails: [
      ['gaid 0', 'gaid: index 0 did not create anything'],
      [
        'gaid 2',
        'gaid is only for accessing creatable IDs of previous txns, use `global CurrentApplicationID` ' +
          "instead to access the current app's creatable ID",
      ],
      ['gaid 3', 'gaid lookup TxnGroup[3] but it only has 3'],
    ],
  },
  gaids: {
    gives: [['pushint 1; gaids; gaid 1; ==', 1n]],
    fails: [['pushint 0; gaids', 'gaids: index 0 did not create anything']],
  },
};
