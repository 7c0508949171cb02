/** Writes one page per error code, and their index, from the catalogue. */
import { allErrorCodes, errorCodes } from '@biatec-tokens/core';
import { writeGenerated } from './lib/generated.ts';

const files = new Map<string, string>();
for (const code of allErrorCodes) {
  const { number, status, cause, remedy } = errorCodes[code];
  files.set(
    `docs/errors/${code}.md`,
    `# ${code}\n\nNumber ${number} · HTTP status ${status}\n\n## Why it happens\n\n${cause}\n\n## What to do\n\n${remedy}\n`,
  );
}

const rows = allErrorCodes.map((code) => {
  const { number, status, cause } = errorCodes[code];
  return `| ${number} | [${code}](${code}.md) | ${status} | ${cause} |`;
});
files.set(
  'docs/errors/README.md',
  [
    '# Errors',
    '',
    'Every error answer has the form below; tRPC carries the same fields in `error.data`.',
    '',
    '```json',
    JSON.stringify(
      {
        success: false,
        errorCode: 'TOKEN_INVALID_DECIMALS',
        errorNumber: errorCodes.TOKEN_INVALID_DECIMALS.number,
        errorMessage: 'decimals: is 20, should be a whole number from 0 to 19',
        suggestedAction: errorCodes.TOKEN_INVALID_DECIMALS.remedy,
        correlationId: 'req_…',
        timestamp: '2026-01-01T00:00:00.000Z',
        details: { problems: [{ path: 'decimals', code: 'TOKEN_INVALID_DECIMALS', message: '…' }] },
        docsUrl: '/docs/errors/TOKEN_INVALID_DECIMALS',
      },
      null,
      2,
    ),
    '```',
    '',
    'Act on `errorCode`; the message is for people and may change. `details.problems` lists everything that is wrong with a',
    'request at once. 1xxx is about sign-in and accounts, 2xxx tokens and deployments, 3xxx blockchains, 4xxx IPFS,',
    '5xxx subscriptions, 6xxx compliance, 7xxx webhooks, 8xxx the request, 9xxx the server.',
    '',
    '| number | code | status | cause |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n'),
);

writeGenerated(files, { wholeFolder: 'docs/errors' });
