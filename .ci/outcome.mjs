// What a report of vitest says, for .ci/run: first its counts, with --failures the name and error of what failed.
// Plain JavaScript, for whatever Node the machine brings.
import { readFileSync } from 'node:fs';

const [path, ...flags] = process.argv.slice(2);
const report = read(path);

if (!flags.includes('--failures')) {
  // No report: the run died, which counts as one failure.
  console.log(report?.numPassedTests ?? 0, report?.numFailedTests ?? 1);
} else {
  for (const { name, assertionResults, message } of report?.testResults ?? []) {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    for (const { fullName, failureMessages } of failed) {
      console.log(`✗ ${name}\n  ${fullName}\n${indent(failureMessages.join('\n'))}`);
    }
    // A file that does not load has no tests to fail.
    if (failed.length === 0 && message) console.log(`✗ ${name}\n${indent(message)}`);
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function indent(text) {
  return text
    .split('\n')
    .filter((line) => !line.includes('/node_modules/'))
    .slice(0, 20)
    .map((line) => `    ${line}`)
    .join('\n');
}
