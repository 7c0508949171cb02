import type { Examples } from '../example.ts';

const text = (value: string) => Buffer.from(value);
const longKey = `pushbytes "${'k'.repeat(65)}"`;
const key64 = `pushbytes "${'k'.repeat(64)}"`;
const zeros = (length: number) => `pushint ${length}; bzero`;
const hexOf = (value: string) => Buffer.from(value).toString('hex');

const valueRefusals = (before: string, put: string) =>
  [
    [`${before}; ${longKey}; pushint 1; ${put}`, 'key too long: length was 65, maximum is 64'],
    [
      `${before}; pushbytes "name"; ${zeros(129)}; ${put}`,
      `value too long for key 0x${hexOf('name')}: length was 129`,
    ],
    [
      `${before}; ${key64}; ${zeros(65)}; ${put}`,
      `key/value total too long for key 0x${hexOf('k'.repeat(64))}: sum was 129`,
    ],
  ] as const;

export const stateExamples: Examples = {
  app_global_get: {
    gives: [
      ['pushbytes "count"; app_global_get', 7n],
      ['pushbytes "name"; app_global_get', text('biatec')],
      ['pushbytes "none"; app_global_get', 0n],
    ],
  },
  app_global_get_ex: {
    gives: [
      ['pushint 0; pushbytes "count"; app_global_get_ex', 7n, 1n],
      ['global CurrentApplicationID; pushbytes "none"; app_global_get_ex', 0n, 0n],
    ],
    fails: [
      ['pushint 999999999; pushbytes "count"; app_global_get_ex', 'unavailable App 999999999'],
    ],
  },
  app_global_put: {
    gives: [
      ['pushbytes "count"; pushint 8; app_global_put; pushbytes "count"; app_global_get', 8n],
      ['pushbytes 0x; pushbytes 0x; app_global_put; pushbytes 0x; app_global_get', text('')],
      [`${key64}; ${zeros(64)}; app_global_put; ${key64}; app_global_get; len`, 64n],
    ],
    fails: valueRefusals('pushint 1; pop', 'app_global_put'),
  },
  app_global_del: {
    gives: [
      [
        'pushbytes "count"; app_global_del; pushint 0; pushbytes "count"; app_global_get_ex',
        0n,
        0n,
      ],
      ['pushbytes "none"; app_global_del; pushint 3', 3n],
    ],
  },
  app_opted_in: {
    gives: [
      ['txn Sender; pushint 0; app_opted_in', 1n],
      ['pushint 0; global CurrentApplicationID; app_opted_in', 1n],
    ],
    fails: [['pushbytes "x"; pushint 0; app_opted_in', 'not an address']],
  },
  app_local_get: {
    gives: [
      ['txn Sender; pushbytes "score"; app_local_get', 5n],
      ['pushint 0; pushbytes "none"; app_local_get', 0n],
    ],
    fails: [['pushbytes "x"; pushbytes "score"; app_local_get', 'not an address']],
  },
  app_local_get_ex: {
    gives: [
      ['txn Sender; pushint 0; pushbytes "score"; app_local_get_ex', 5n, 1n],
      ['txn Sender; pushint 0; pushbytes "none"; app_local_get_ex', 0n, 0n],
    ],
    fails: [['pushbytes "x"; pushint 0; pushbytes "score"; app_local_get_ex', 'not an address']],
  },
  app_local_put: {
    gives: [
      [
        'txn Sender; pushbytes "score"; pushint 6; app_local_put; pushint 0; pushbytes "score"; app_local_get',
        6n,
      ],
    ],
    fails: valueRefusals('txn Sender', 'app_local_put'),
  },
  app_local_del: {
    gives: [
      [
        'txn Sender; pushbytes "score"; app_local_del; pushint 0; pushint 0; pushbytes "score"; app_local_get_ex',
        0n,
        0n,
      ],
    ],
    fails: [['pushbytes "x"; pushbytes "score"; app_local_del', 'not an address']],
  },
};
