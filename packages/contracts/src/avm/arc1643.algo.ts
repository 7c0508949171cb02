/** ARC-1643 (draft): documents that belong to the token, by name, each with its address and hash. */
import {
  abimethod,
  assert,
  Box,
  BoxMap,
  Bytes,
  clone,
  emit,
  Global,
  op,
  readonly,
  type bytes,
  type uint64,
} from '@algorandfoundation/algorand-typescript';
import { Arc1644 } from './arc1644.algo';

type Document = { uri: string; hash: bytes<32>; timestamp: uint64 };

type arc1643_document_updated = { name: bytes<32>; uri: string; hash: bytes<32> };
type arc1643_document_removed = { name: bytes<32>; uri: string; hash: bytes<32> };

// A call can log 1,024 bytes: so many names fit into the list, and so long an address into the event of a document.
const documentsMax: uint64 = 31;
const uriBytesMax: uint64 = 952;

export abstract class Arc1643 extends Arc1644 {
  protected documents = BoxMap<bytes<32>, Document>({ keyPrefix: 'doc-' });
  protected documentNames = Box<bytes<32>[]>({ key: 'doc-index' });

  /** Adds a document or overwrites it; the owner only. The timestamp is the round. */
  @abimethod()
  public arc1643_set_document(name: bytes<32>, uri: string, hash: bytes<32>): void {
    this.requireOwner();
    assert(name !== op.bzero(32), 'document has no name');
    assert(op.len(Bytes(uri)) <= uriBytesMax, 'uri must have at most 952 bytes');
    if (!this.documents(name).exists) this.listDocument(name);
    this.documents(name).value = { uri, hash, timestamp: Global.round };
    emit<arc1643_document_updated>({ name, uri, hash });
  }

  /** Address, hash and round of a document. */
  @readonly
  public arc1643_get_document(name: bytes<32>): Document {
    assert(this.documents(name).exists, 'no such document');
    return clone(this.documents(name).value);
  }

  /** Removes a document; the owner only. */
  @abimethod()
  public arc1643_remove_document(name: bytes<32>): void {
    this.requireOwner();
    assert(this.documents(name).exists, 'no such document');
    const { uri, hash } = clone(this.documents(name).value);
    this.documents(name).delete();
    this.unlistDocument(name);
    emit<arc1643_document_removed>({ name, uri, hash });
  }

  /** Names of all documents, up to 31, in no order. */
  @readonly
  public arc1643_get_all_documents(): bytes<32>[] {
    const none: bytes<32>[] = [];
    return this.documentNames.exists ? clone(this.documentNames.value) : none;
  }

  private listDocument(name: bytes<32>): void {
    if (this.documentNames.exists) {
      const names = clone(this.documentNames.value);
      assert(names.length < documentsMax, 'there can be 31 documents');
      this.documentNames.value = [...names, name];
    } else {
      this.documentNames.value = [name];
    }
  }

  /** Puts the last name in the place of the one that goes. */
  private unlistDocument(name: bytes<32>): void {
    const names = clone(this.documentNames.value);
    // Read as bytes, after the two of the length: cheaper than the array when there are many.
    let at: uint64 = 2;
    while (this.documentNames.extract(at, 32) !== name) at += 32;
    this.documentNames.replace(at, names[names.length - 1]);
    const shorter = clone(this.documentNames.value);
    shorter.pop()!;
    this.documentNames.value = clone(shorter);
  }
}
