/**
 * Puts regions of the example files into the pages that show them, so that what people copy is what runs.
 *
 * In a page: `<!-- snippet FILE#REGION:start -->` … `<!-- snippet FILE#REGION:end -->`; in the file: `// #region REGION` … `// #endregion`.
 */
import { globSync, readFileSync } from 'node:fs';
import { writeGenerated } from './lib/generated.ts';

const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*/README.md'], {
  exclude: ['docs/errors/**'],
});
const section =
  /(?<start><!-- snippet (?<file>\S+)#(?<region>[\w-]+):start -->)[^]*?(?<end><!-- snippet \k<file>#\k<region>:end -->)/g;

const files = new Map<string, string>();
for (const page of pages) {
  const text = readFileSync(page, 'utf8');
  const renewed = text.replace(section, (...args) => {
    const groups = args.at(-1) as Record<'start' | 'end' | 'file' | 'region', string>;
    const code = readRegion(groups.file, groups.region);
    return `${groups.start}\n\n\`\`\`ts\n${code}\n\`\`\`\n\n${groups.end}`;
  });
  if (text.includes('<!-- snippet ')) files.set(page, renewed);
}

writeGenerated(files);

/** The lines of a region, moved to the left edge. */
function readRegion(file: string, region: string): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  const from = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const to = lines.findIndex((line, at) => at > from && line.trim() === '// #endregion');
  if (from < 0 || to < 0) throw new Error(`Cannot find the region "${region}" in ${file}`);
  const body = lines.slice(from + 1, to);
  const indents = body.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  return body.map((line) => line.slice(Math.min(...indents))).join('\n');
}
