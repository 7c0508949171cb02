import type { Examples } from '../example.ts';
import { stateOfWorld } from '../worldFacts.ts';

const text = (value: string) => Buffer.from(value);
const self = 'global CurrentApplicationAddress';
const noAddress = 'not an address';

export const ledgerExamples: Examples = {
  balance: {
    gives: [
      [`${self}; balance`, stateOfWorld.hostBalance],
      ['pushint 1; balance', 0n],
      ['txna Accounts 1; balance', 0n],
    ],
    fails: [['pushbytes "x"; balance', noAddress]],
  },
  min_balance: {
    gives: [[`${self}; min_balance`, stateOfWorld.hostMinBalance]],
    fails: [['pushbytes "x"; min_balance', noAddress]],
  },
  acct_params_get: {
    gives: [
      [`${self}; acct_params_get AcctBalance`, stateOfWorld.hostBalance, 1n],
      [`${self}; acct_params_get AcctMinBalance`, stateOfWorld.hostMinBalance, 1n],
      [`${self}; acct_params_get AcctAuthAddr`, Buffer.alloc(32), 1n],
      [`${self}; acct_params_get AcctTotalBoxes`, 1n, 1n],
      [`${self}; acct_params_get AcctTotalBoxBytes`, 11n, 1n],
      [`${self}; acct_params_get AcctTotalAssets`, 0n, 1n],
      [`${self}; acct_params_get AcctIncentiveEligible`, 0n, 1n],
      ['pushint 1; acct_params_get AcctBalance', 0n, 0n],
    ],
    fails: [
      [`${self}; acct_params_get 99`, 'invalid acct_params_get field 99'],
      ['pushbytes "x"; acct_params_get 99', noAddress],
    ],
  },
  asset_params_get: {
    gives: [
      ['gaid 1; asset_params_get AssetTotal', 1000n, 1n],
      ['gaid 1; asset_params_get AssetDecimals', 2n, 1n],
      ['gaid 1; asset_params_get AssetUnitName', text('EX'), 1n],
      ['gaid 1; asset_params_get AssetURL', text(''), 1n],
      ['gaid 1; asset_params_get AssetMetadataHash', Buffer.alloc(32), 1n],
      ['gaid 1; asset_params_get AssetCreator; pop; txn Sender; ==', 1n],
      ['gaid 1; asset_params_get AssetClawback', Buffer.alloc(32), 1n],
    ],
    fails: [
      ['gaid 1; asset_params_get 99', 'invalid asset_params_get field 99'],
      ['pushint 999999999; asset_params_get AssetTotal', 'unavailable Asset 999999999'],
    ],
  },
  asset_holding_get: {
    gives: [
      ['txn Sender; gaid 1; asset_holding_get AssetBalance', 1000n, 1n],
      ['pushint 0; gaid 1; asset_holding_get AssetFrozen', 0n, 1n],
      ['pushint 1; gaid 1; asset_holding_get AssetBalance', 0n, 0n],
    ],
    fails: [['txn Sender; gaid 1; asset_holding_get 99', 'invalid asset_holding_get field 99']],
  },
  app_params_get: {
    gives: [
      ['pushint 0; app_params_get AppGlobalNumUint', 2n, 1n],
      ['pushint 0; app_params_get AppGlobalNumByteSlice', 3n, 1n],
      ['pushint 0; app_params_get AppLocalNumUint', 1n, 1n],
      ['pushint 0; app_params_get AppLocalNumByteSlice', 1n, 1n],
      ['pushint 0; app_params_get AppExtraProgramPages', 0n, 1n],
      ['pushint 0; app_params_get AppVersion', 1n, 1n],
      ['pushint 0; app_params_get AppCreator; pop; txn Sender; ==', 1n],
      [`pushint 0; app_params_get AppAddress; pop; ${self}; ==`, 1n],
      ['pushint 0; app_params_get AppClearStateProgram', Buffer.from('0c8101', 'hex'), 1n],
      [
        'pushint 0; app_params_get AppApprovalProgram; pop; substring 0 3',
        Buffer.from('0c8100', 'hex'),
      ],
    ],
    fails: [
      ['pushint 0; app_params_get 99', 'invalid app_params_get field 99'],
      ['pushint 999999999; app_params_get AppVersion', 'unavailable App 999999999'],
    ],
  },
};
