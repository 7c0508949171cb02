import {
  encodeAlgorandAddress,
  parseAlgorandAddress,
  type Arc1400Parameters,
  type TokenDocument,
} from '@biatec-tokens/core';
import { arc1400 } from '@biatec-tokens/contracts';
import type { Issue } from '../../ports/chainAdapter.ts';
import { encodeCall, priceOfBox, priceOfBytes, type ApplicationCall } from './applicationCall.ts';
import type { Application, BoxRecord } from './applications.ts';
import { bootstrapCall, methodOf } from './arc200Application.ts';
import { boxNameIn, boxNameOf } from './contractStorage.ts';
import { asAddress, asBoolean, capInState, ownerInState, termsInState } from './stateValues.ts';

// Sizes of what the contract keeps in boxes, in bytes.
const holderBytes = 96;
const partitionBytes = 16;
const amountBytes = 32;
const listOfOneBytes = 34;
const documentBytes = 44;
const nameBytes = 32;
const listHeadBytes = 2;
const hashBytes = 32;

/** Where in a holder's box the part in the default partition stands; the balance comes first. */
const defaultPartitionOffset = 32;

/** Each document needs a payment before it, and a group has room for 16 transactions. */
const documentsPerGroup = 8;

const defaultPartition = 'default';

export function arc1400Application({ issuer, parameters }: Issue): Application {
  const asked = parameters as unknown as Arc1400Parameters;
  const receiver = parseAlgorandAddress(asked.initialReceiver);
  const partition = partitionOf(asked.partition);
  const isDefault = asked.partition === defaultPartition;
  const holder = boxNameIn(arc1400, 'holders', receiver);
  const inPartition = boxNameIn(arc1400, 'partitionBalances', receiver, partition);
  const newBoxes: readonly (readonly [Uint8Array, number])[] = [
    [holder, holderBytes],
    [boxNameIn(arc1400, 'partitions', partitionOf(defaultPartition)), partitionBytes],
    ...(isDefault
      ? []
      : ([[boxNameIn(arc1400, 'partitions', partition), partitionBytes]] as const)),
    // A partition is listed with its holder once it holds anything.
    ...(isDefault || asked.initialSupplyBaseUnits === '0'
      ? []
      : ([
          [inPartition, amountBytes],
          [boxNameIn(arc1400, 'partitionLists', receiver, firstPage), listOfOneBytes],
        ] as const)),
  ];
  return {
    contract: arc1400,
    createArguments: encodeCall(methodOf(arc1400, 'create'), [
      Buffer.from(asked.name),
      Buffer.from(asked.symbol),
      asked.decimals,
      BigInt(asked.capBaseUnits ?? 0),
      BigInt(asked.initialSupplyBaseUnits),
      asked.initialReceiver,
      encodeAlgorandAddress(partition),
      asked.whitelistRequired,
    ]),
    bootstrap: bootstrapCall(arc1400, {
      boxes: newBoxes.map(([name]) => name),
      price: newBoxes.reduce((sum, [name, size]) => sum + priceOfBox(name, size), 0n),
    }),
    documents: inGroups(asked.documents.map(setDocument)),
    state: [
      ...termsInState(asked),
      capInState(asked.capBaseUnits),
      ownerInState(issuer.address),
      {
        field: 'whitelistRequired',
        asked: asked.whitelistRequired,
        name: 'whitelistRequired',
        read: asBoolean,
      },
      {
        field: 'partition',
        asked: asked.partition,
        name: 'initialPartition',
        read: (value) => labelOf(asAddress(value)),
      },
    ],
    supply: { field: 'initialSupplyBaseUnits', asked: asked.initialSupplyBaseUnits },
    holdings: [
      { field: 'initialBalanceBaseUnits', box: holder, offset: 0 },
      {
        field: 'partitionBalanceBaseUnits',
        ...(isDefault
          ? { box: holder, offset: defaultPartitionOffset }
          : { box: inPartition, offset: 0 }),
      },
    ],
    records: asked.documents.map(documentRecord),
  };
}

const firstPage = new Uint8Array(8);

/** A partition's id: its label filled up with zero bytes; the default one is the zero address. */
function partitionOf(label: string): Uint8Array {
  return label === defaultPartition ? new Uint8Array(nameBytes) : filledUp(label);
}

function labelOf(address: string | null): string | null {
  if (address === null) return null;
  const text = Buffer.from(parseAlgorandAddress(address)).toString('utf8').replace(/\0+$/u, '');
  return text === '' ? defaultPartition : text;
}

function filledUp(text: string): Uint8Array {
  const filled = new Uint8Array(nameBytes);
  filled.set(Buffer.from(text));
  return filled;
}

function setDocument({ name, uri, sha256 }: TokenDocument, index: number): ApplicationCall {
  const box = boxNameIn(arc1400, 'documents', filledUp(name));
  const list = boxNameOf(arc1400, 'documentNames');
  const size = documentBytes + Buffer.byteLength(uri);
  return {
    description: `The issuer records the document "${name}"`,
    method: methodOf(arc1400, 'arc1643_set_document'),
    values: [filledUp(name), uri, Buffer.from(sha256, 'hex')],
    boxes: [box, list],
    price:
      priceOfBox(box, size) +
      // The list of names is made with the first document, and grows with every other.
      (index === 0 ? priceOfBox(list, listHeadBytes + nameBytes) : priceOfBytes(nameBytes)),
  };
}

function documentRecord({ name, uri, sha256 }: TokenDocument, index: number): BoxRecord {
  return {
    field: `documents[${index}]`,
    asked: { name, uri, sha256 },
    box: boxNameIn(arc1400, 'documents', filledUp(name)),
    read(value) {
      // (string,byte[32],uint64): where the text begins, hash, round, length of the text, text.
      const bytes = Buffer.from(value);
      return {
        name,
        uri: bytes.subarray(documentBytes).toString('utf8'),
        sha256: bytes.subarray(2, 2 + hashBytes).toString('hex'),
      };
    },
  };
}

function inGroups(calls: readonly ApplicationCall[]): ApplicationCall[][] {
  const count = Math.ceil(calls.length / documentsPerGroup);
  return Array.from({ length: count }, (_, index) =>
    calls.slice(index * documentsPerGroup, (index + 1) * documentsPerGroup),
  );
}
