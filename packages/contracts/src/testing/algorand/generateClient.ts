import { generate, writeDocumentPartsToString } from '@algorandfoundation/algokit-client-generator';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AvmContract } from '../../avmContract.ts';

type Spec = Parameters<typeof generate>[0];

/** The typed client that algokit makes of our app specification, as a module that is loaded. */
export async function generateClient(
  contract: AvmContract,
): Promise<{ readonly source: string; readonly module: Record<string, unknown> }> {
  const source = writeDocumentPartsToString(generate(contract.arc56 as unknown as Spec));
  // Inside the package, where it finds algokit-utils, in the folder that no repository keeps.
  const parent = fileURLToPath(new URL('../../../dist/', import.meta.url));
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'client-'));
  const file = join(folder, `${contract.name}Client.ts`);
  writeFileSync(file, source);
  try {
    return { source, module: (await import(pathToFileURL(file).href)) as Record<string, unknown> };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
