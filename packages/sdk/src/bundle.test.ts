import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const bytesMax = 15_000;

async function bundle(platform: 'browser' | 'neutral') {
  const { outputFiles, metafile } = await build({
    entryPoints: [`${import.meta.dirname}/index.ts`],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform,
    // Nothing may be needed that a platform brings or does not bring.
    external: [],
    conditions: ['source'],
  });
  return {
    bytes: outputFiles[0]?.contents ?? new Uint8Array(),
    inputs: Object.keys(metafile.inputs),
  };
}

test('the whole package fits browsers and workers: under 15 kB, nothing of Node, nothing of anybody else', async () => {
  const { bytes, inputs } = await bundle('browser');
  const neutral = await bundle('neutral');

  const foreign = inputs.filter((path) => !path.startsWith('packages/sdk/src/'));
  expect(foreign).toEqual([]);
  expect(neutral.inputs).toEqual(inputs);
  const size = gzipSync(bytes, { level: 9 }).length;
  expect(size).toBeLessThan(bytesMax);
  console.log(`SDK: ${bytes.length} bytes minified, ${size} gzipped`);
});
