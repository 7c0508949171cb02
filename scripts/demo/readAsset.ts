/** Reads assets from the node itself, and the files their URLs lead to. The server's word is not taken. */
import { createHash } from 'node:crypto';
import type { Algodv2 } from 'algosdk';
import { ensure } from '../lib/ensure.ts';
import type { Fields } from './asked.ts';

/** What the demo reads of a metadata file. */
interface MetadataFile {
  readonly name?: string;
  readonly decimals?: number;
  readonly description?: string;
  readonly external_url?: string;
  readonly extra_metadata?: string;
  readonly properties?: object;
  readonly image?: string;
  readonly image_integrity?: string;
  readonly image_mimetype?: string;
}

/** Gives the bytes behind a CID. */
export type ReadFile = (cid: string) => Promise<Uint8Array>;

const fileFields = ['name', 'decimals', 'description', 'external_url', 'extra_metadata'] as const;

/** A plain asset, with its URL and hash as they stand on chain. */
export async function readPlainAsset(algod: Algodv2, assetId: string): Promise<Fields> {
  const { params, fields } = await readAsset(algod, assetId);
  const hash = params.metadataHash;
  return {
    ...fields,
    url: params.url || 'none',
    metadataHash: hash === undefined ? 'none' : Buffer.from(hash).toString('base64'),
  };
}

/** An ARC-3 asset with its metadata file: fetched by the CID in its URL, and proven by the hash on chain. */
export async function readArc3Asset(
  algod: Algodv2,
  assetId: string,
  readFile: ReadFile,
): Promise<Fields> {
  const { params, fields } = await readAsset(algod, assetId);
  const cid = /^ipfs:\/\/(\w+)#arc3$/.exec(params.url ?? '')?.[1];
  ensure(cid !== undefined, `The URL of asset ${assetId} is no ARC-3 URL: "${params.url}"`);
  const bytes = await readFile(cid);
  const file = JSON.parse(Buffer.from(bytes).toString()) as MetadataFile;
  const isProven = Buffer.from(params.metadataHash ?? []).equals(arc3Hash(bytes, file));
  return {
    ...fields,
    metadataHash: isProven ? 'proves the file' : 'proves nothing',
    ...Object.fromEntries(
      fileFields
        .filter((field) => file[field] !== undefined)
        .map((field) => [`file.${field}`, String(file[field])]),
    ),
    ...(file.properties === undefined
      ? {}
      : { 'file.properties': JSON.stringify(file.properties) }),
    ...(await readImage(file, readFile)),
  };
}

async function readAsset(algod: Algodv2, assetId: string) {
  const { params } = await algod.getAssetByID(BigInt(assetId)).do();
  ensure(params !== undefined, `The node knows no asset ${assetId}`);
  const fields: Fields = {
    name: params.name ?? '',
    unitName: params.unitName ?? '',
    total: String(params.total),
    decimals: String(params.decimals),
    defaultFrozen: String(params.defaultFrozen ?? false),
    creator: params.creator,
    manager: params.manager || 'none',
    reserve: params.reserve || 'none',
    freeze: params.freeze || 'none',
    clawback: params.clawback || 'none',
  };
  return { params, fields };
}

async function readImage(file: MetadataFile, readFile: ReadFile): Promise<Fields> {
  const { image, image_integrity: integrity, image_mimetype: mimetype } = file;
  if (image === undefined) return {};
  const cid = /^ipfs:\/\/(\w+)$/.exec(image)?.[1];
  ensure(cid !== undefined, `The image is at no IPFS URL: "${image}"`);
  const digest = createHash('sha256')
    .update(await readFile(cid))
    .digest('base64');
  return {
    'file.image': integrity === `sha256-${digest}` ? 'proven by its digest' : 'proven by nothing',
    'file.image_mimetype': mimetype ?? 'none',
  };
}

/** The hash of ARC-3, with its second form for files with extra metadata. */
function arc3Hash(bytes: Uint8Array, file: MetadataFile): Buffer {
  const extra = file.extra_metadata;
  if (extra === undefined) return createHash('sha256').update(bytes).digest();
  const inner = createHash('sha512-256').update('arc0003/amj').update(bytes).digest();
  return createHash('sha512-256')
    .update('arc0003/am')
    .update(inner)
    .update(Buffer.from(extra, 'base64'))
    .digest();
}
